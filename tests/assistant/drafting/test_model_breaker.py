from assistant.drafting.model_breaker import LONGEST, Breaker


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def test_after_a_failure_it_rests_then_one_may_try():
    clock = Clock()
    breaker = Breaker(30, clock)
    assert breaker.admits()
    breaker.failed("model_timeout")
    assert not breaker.admits()
    clock.now = 30
    assert breaker.admits()
    assert not breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert breaker.admits()


def test_failing_again_doubles_the_rest_up_to_a_limit():
    clock = Clock()
    breaker = Breaker(1, clock)
    for _ in range(8):
        clock.now += 100
        assert breaker.admits()
        breaker.failed("model_unreachable")
    clock.now += LONGEST - 0.1
    assert not breaker.admits()
    clock.now += 0.2
    assert breaker.admits()


def test_a_bad_draft_is_no_reason_to_rest_and_zero_switches_it_off():
    breaker = Breaker(30, Clock())
    breaker.failed("model_broken_off")
    assert breaker.admits()
    off = Breaker(0, Clock())
    off.failed("model_timeout")
    assert off.admits()
