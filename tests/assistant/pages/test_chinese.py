"""A walk over every page that can be reached by links: no English sentence in what a person sees."""

import re
from collections import deque
from html import unescape
from urllib.parse import unquote, urldefrag

SENTENCE = re.compile(r"[A-Za-z]{2,}(?:[ ,.'-]+[A-Za-z]{2,}){2,}")
SEEN = re.compile(r'\b(?:aria-label|title|placeholder|alt|content)="([^"]*)"')
_FORMS = re.compile(r"<(script|style|svg)\b.*?</\1>|<meta[^>]*>", re.S)
_LINK = re.compile(r'href="(/[^"]*)"')


def shown(page):
    """The text and the spoken or hovering words of a page."""
    body = _FORMS.sub(" ", page)
    return unescape(re.sub(r"<[^>]+>", " ", body) + " ".join(SEEN.findall(body)))


def test_no_english_sentence_is_met(web):
    browser = {"accept": "text/html"}
    web.get("/", headers=browser)
    conversation = web.post("/api/conversations", json={}).json()["id"]
    asked = (
        "绍兴国家级专精特新小巨人奖励多少？",
        "绍兴设备投资能补多少？",
        "北京有什么补贴？",
        "hello",
        "What can you do for me?",
    )
    for question in asked[:4]:
        web.post("/api/ask", json={"question": question, "conversation_id": conversation})
    waiting, known = deque(["/", f"/c/{conversation}", "/nope", "/library?as-of=x", "/c/nope"]), set()
    while waiting:
        path = waiting.popleft()
        if path in known or path.startswith(("/docs", "/site/", "/api/", "/gradio")):
            continue
        known.add(path)
        response = web.get(path, headers=browser)
        if not response.headers["content-type"].startswith("text/html"):
            continue
        assert SENTENCE.findall(shown(response.text)) == [], path
        for link in _LINK.findall(response.text):
            address = urldefrag(unescape(link)).url
            if unquote(address) not in {unquote(each) for each in known} and len(known) < 400:
                waiting.append(address)
    assert len(known) > 200


def test_the_scripts_say_nothing_in_english(web):
    page = "".join(web.get(path).text for path in ("/", "/hotline", "/calculator", "/library/shaoxing-2025"))
    for address in set(re.findall(r'src="(/site/[^"]+\.js[^"]*)"', page)):
        code = re.sub(r"^\s*//.*$|/\*.*?\*/", "", web.get(address).text, flags=re.M)
        said = re.findall(r'(?:textContent|toast|banner\.\w+)\s*[=:(]\s*["`]([^"`]+)', code)
        assert [words for words in said if SENTENCE.search(words)] == [], address
