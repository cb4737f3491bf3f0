"""The tools for agents, with the protocol's own client: over HTTP behind the guard, and over stdio."""

import os
import sys
from contextlib import asynccontextmanager

import anyio
import httpx
import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client

from assistant.memory.store import Memory

AS_OF = "2026-11-22"
CLAUSE = "shaoxing-2025/（十二）"
RULE = "shaoxing-2025/(八):equipment-investment"
NAMES = {"search_clauses", "get_clause", "find_awards", "calculate_award", "verify_text"}
RIGHT = "绍兴：当年认定为国家级专精特新“小巨人”企业的，一次性奖励150万元[1]。"


@asynccontextmanager
async def over_http(address, headers=None):
    async with (
        httpx2.AsyncClient(headers=headers or {}, trust_env=False) as http,
        streamable_http_client(f"{address}/mcp", http_client=http) as streams,
    ):
        yield streams


def over_stdio(data_dir):
    env = {name: value for name, value in os.environ.items() if not name.startswith("POLICY_")}
    env["POLICY_DATA_DIR"] = str(data_dir)
    command = StdioServerParameters(command=sys.executable, args=["-m", "assistant", "mcp"], env=env)
    return stdio_client(command)


@pytest.fixture(params=["http", "stdio"])
def talk(request, address, data_dir):
    """Runs a conversation with a connected client."""

    def run(conversation):
        async def connected():
            transport = over_http(address) if request.param == "http" else over_stdio(data_dir)
            async with Client(transport) as client:
                return await conversation(client)

        return anyio.run(connected)

    return run


async def call(client, name, **arguments):
    result = await client.call_tool(name, arguments)
    assert not result.is_error, result.content
    return result.structured_content


def test_an_agent_finds_the_clause_computes_and_has_its_words_examined(talk, assistant):
    rule = assistant.rulebook.rule(RULE)

    async def conversation(client):
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == NAMES
        assert all(tool.annotations.read_only_hint and tool.output_schema for tool in tools)
        found = await call(client, "search_clauses", query="绍兴小巨人", limit=3, as_of=AS_OF)
        assert found["clauses"][0]["clause_id"] == CLAUSE
        clause = await call(client, "get_clause", clause_id="shaoxing-2025/(十二)", as_of=AS_OF)
        assert "小巨人" in clause["text"]
        awards = (await call(client, "find_awards", query=rule.rule.title, regions=["绍兴"], as_of=AS_OF))["awards"]
        award = {each["rule_id"]: each for each in awards}[rule.id]
        assert "equipment_investment" in [each["id"] for each in award["inputs"]]
        given = {"equipment_investment": "500万元"}
        computed = await call(client, "calculate_award", rule_id=RULE, inputs=given, as_of=AS_OF)
        assert computed["amount_yuan"] == "300000"
        missing = await call(client, "calculate_award", rule_id=RULE, inputs={}, as_of=AS_OF)
        assert missing["semantics"] == "needs_info"
        for text, verdict in ((RIGHT, "pass"), (RIGHT.replace("150", "500"), "fail")):
            judged = await call(client, "verify_text", text=text, cites={"1": CLAUSE}, as_of=AS_OF)
            assert [each["verdict"] for each in judged["sentences"]] == [verdict]
        refused = await client.call_tool("calculate_award", {"rule_id": "none", "inputs": {}})
        assert refused.is_error
        assert any("一" <= character <= "鿿" for character in refused.content[0].text)
        refused = await client.call_tool("get_clause", {"clause_id": "shaoxing-2025/（九十九）"})
        assert refused.is_error

    talk(conversation)


def test_the_tools_stand_behind_the_guard(served, application, serve_app, token, tmp_path):
    path = tmp_path / "memory.db"
    address = serve_app(application(path, token=token))
    memory = Memory(path)
    _, reads = memory.people.add_key("代理", ["read"])
    _, notes = memory.people.add_key("热线", ["notes"])
    memory.close()
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    headers = {"Accept": "application/json, text/event-stream"}
    assert httpx.post(f"{address}/mcp", json=body, headers=headers).status_code == 401
    refused = httpx.post(f"{address}/mcp", json=body, headers={**headers, "Authorization": f"Bearer {notes}"})
    assert refused.status_code == 403
    foreign = {**headers, "Authorization": f"Bearer {reads}", "Origin": "https://evil.example"}
    assert httpx.post(f"{address}/mcp", json=body, headers=foreign).status_code == 403

    async def listed():
        async with Client(over_http(address, {"Authorization": f"Bearer {reads}"})) as client:
            return {tool.name for tool in (await client.list_tools()).tools}

    assert anyio.run(listed) == NAMES
