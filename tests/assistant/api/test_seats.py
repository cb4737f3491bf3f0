"""Seats at the door, and turns at the threads."""

import threading

import anyio
import pytest

from assistant.api.seats import FairThreads, Seats, asker
from assistant.errors import Overloaded


def test_one_asker_cannot_take_all_seats():
    seats = Seats(admitted=3, share=2)
    asker.set("greedy")
    with seats.seat(), seats.seat():
        with pytest.raises(Overloaded), seats.seat():
            pass
        asker.set("other")
        with seats.seat():
            assert seats.taken == 3
            asker.set("third")
            with pytest.raises(Overloaded), seats.seat():
                pass
    assert seats.taken == 0


def test_the_time_to_come_back_follows_how_long_answers_take():
    moment = 0.0
    seats = Seats(admitted=1, share=1, now=lambda: moment)
    for _ in range(40):
        with seats.seat():
            moment += 20
    with seats.seat(), pytest.raises(Overloaded) as refused, seats.seat():
        pass
    assert 18 <= refused.value.retry_after <= 20


def test_askers_take_turns_at_a_thread():
    order = []

    async def ask(threads, who):
        asker.set(who)
        await threads.run(lambda: order.append(who))

    async def scene():
        threads, hold = FairThreads(1), threading.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(threads.run, hold.wait)
            await anyio.sleep(0)
            for who in ["flood"] * 5 + ["honest"]:
                group.start_soon(ask, threads, who)
            while threads.waiting < 6:
                await anyio.sleep(0)
            hold.set()

    anyio.run(scene)
    assert order.index("honest") <= 1
    assert len(order) == 6


def test_who_leaves_while_waiting_takes_no_thread_along():
    async def scene():
        threads, hold = FairThreads(1), threading.Event()
        async with anyio.create_task_group() as group:
            group.start_soon(threads.run, hold.wait)
            await anyio.sleep(0)
            with anyio.move_on_after(0) as left:
                await threads.run(lambda: None)
            assert left.cancelled_caught
            assert threads.waiting == 0
            hold.set()
        return await threads.run(lambda: "served")

    assert anyio.run(scene) == "served"
