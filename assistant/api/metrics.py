"""Figures for Prometheus. Labels are route templates and closed lists of words: no text of anybody's."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from assistant.answer import Answer

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 15, 60)


class Metrics:
    """One registry for an application, so that two in a process do not add up."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "policy_requests_total", "Requests by route", ["method", "route", "status"], registry=self._registry
        )
        self._latency = Histogram(
            "policy_request_seconds", "Time to the last byte", ["route"], buckets=_SECONDS, registry=self._registry
        )
        self._answers = Counter(
            "policy_answers_total", "Answers by status and drafter", ["status", "drafted_by"], registry=self._registry
        )
        self._stages = Histogram(
            "policy_answer_stage_seconds", "Time by stage", ["stage"], buckets=_SECONDS, registry=self._registry
        )
        self._warnings = Counter(
            "policy_answer_warnings_total", "Warnings in answers", ["code"], registry=self._registry
        )
        self._not_kept = Counter("policy_answers_not_kept_total", "Answers memory lost", registry=self._registry)

    def requested(self, method: str, route: str, status: int, seconds: float) -> None:
        self._requests.labels(method, route, status).inc()
        self._latency.labels(route).observe(seconds)

    def answered(self, answer: Answer) -> None:
        self._answers.labels(answer.status, answer.drafted_by).inc()
        for stage, milliseconds in answer.timings_ms.items():
            self._stages.labels(stage).observe(milliseconds / 1000)
        for warning in answer.warnings:
            self._warnings.labels(warning.code).inc()

    def not_kept(self) -> None:
        self._not_kept.inc()

    def text(self) -> bytes:
        return generate_latest(self._registry)
