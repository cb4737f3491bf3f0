"""Saved pages: the article whole, the navigation out."""

from index.intake.html import read

PAGE = """<!DOCTYPE html><html><head><meta charset="{charset}"><title>某市若干措施_某市政府网</title>
<style>p{{color:red}}</style><script>var max="最高9999万元";</script></head><body>
<div class="nav"><ul><li><a href="#">首页</a></li><li><a href="#">政务公开</a></li></ul></div>
<div class="main"><h1>某市支持机器人产业发展若干措施</h1>
<div class="bar"><span>发布日期：2024-03-01</span> <span>来源：某市工信局</span></div>
<div class="content">
<p>为支持机器人产业高质量发展，培育壮大本地企业，结合本市实际，制定以下若干措施，请认真贯彻执行。</p>
<p>一、支持研发。对企业研发机器人整机的，按研发投入的20%给予补助，最高200万元，同一企业每年不超过一次。</p>
<p>二、支持应用。按下表奖励：</p>
<table><tr><th rowspan="2">对象</th><th colspan="2">标准</th></tr><tr><th>首台</th><th>后续</th></tr>
<tr><td>整机</td><td>100万元</td><td>20万元</td></tr><tr><td>部件</td><td>50万元</td><td>5万元</td></tr></table>
<ol start="3"><li>支持引才。每人每年给予5万元补贴，连续三年，由用人单位于每年三月底以前统一申报。</li></ol>
<p style="display:none">隐藏的话</p>
</div><div><a href="#">附件下载</a></div><p>上一篇：<a href="#">关于兑现100万元奖励的公示</a></p></div>
<div class="foot">版权所有 某市政府办公室 ICP备000号</div></body></html>"""


def test_the_article_comes_out_of_its_page():
    lines = read(PAGE.format(charset="utf-8").encode(), "a.html").text.splitlines()
    assert lines[0] == "# 某市支持机器人产业发展若干措施"
    assert (
        "一、支持研发。对企业研发机器人整机的，按研发投入的20%给予补助，最高200万元，同一企业每年不超过一次。" in lines
    )
    assert not any(word in line for line in lines for word in ("首页", "9999", "上一篇", "附件下载", "隐藏"))


def test_headers_over_two_rows_and_spanned_cells_belong_to_every_row():
    lines = read(PAGE.format(charset="utf-8").encode(), "a.html").text.splitlines()
    assert [line for line in lines if line.startswith("表")] == [
        "表1第1行　对象：整机，标准（首台）：100万元，标准（后续）：20万元。",
        "表1第2行　对象：部件，标准（首台）：50万元，标准（后续）：5万元。",
    ]


def test_items_of_an_ordered_list_have_their_numbers():
    lines = read(PAGE.format(charset="utf-8").encode(), "a.html").text.splitlines()
    assert any(line.startswith("3. 支持引才") for line in lines)


def test_a_page_that_says_gb2312_may_use_all_of_gb18030():
    page = PAGE.format(charset="gb2312").replace("某市工信局", "犇市工信局").encode("gb18030")
    assert "犇市工信局" in read(page, "a.htm").text


def test_a_page_without_an_article_is_still_read():
    assert "只有一句话" in read(b"<html><body><p>" + "只有一句话。".encode() + b"</p></body></html>", "a.html").text
