"""What one question may cost: calls to a model, tokens and seconds, and a way to stop it."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

from agent.errors import ModelBudgetError, ModelStoppedError
from agent.result import Usage

CALLS = 8
TOKENS = 60_000
SECONDS = 120.0


@dataclass(slots=True)
class Budget:
    """Shared by all calls made for one question; safe to use from several threads.

    ``calls`` counts requests that reach the server, repeated ones too. ``tokens`` bounds input and output together.
    ``seconds`` run from the moment it is made.
    """

    calls: int = CALLS
    tokens: int = TOKENS
    seconds: float = SECONDS
    usage: Usage = field(default_factory=Usage)
    model_seconds: float = 0.0
    _began: float = field(default_factory=time.monotonic)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def remaining(self) -> float:
        """Seconds left, never below 0."""
        return max(0.0, self.seconds - (time.monotonic() - self._began))

    def stop(self) -> None:
        """Ends the call under way and forbids any further one."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether `stop` was called."""
        return self._stop.is_set()

    def admit(self) -> None:
        """Counts one call before it is made.

        Raises:
            ModelBudgetError: a further call would exceed what is allowed.
            ModelStoppedError: the caller has stopped.
        """
        with self._lock:
            if self.stopped:
                raise stopped()
            used = self.usage.input_tokens + self.usage.output_tokens
            if self.usage.model_calls >= self.calls:
                raise _used_up(f"{self.calls} calls")
            if used >= self.tokens:
                raise _used_up(f"{self.tokens:,} tokens")
            if self.remaining() <= 0:
                raise _used_up(f"{self.seconds:.0f} seconds")
            self.usage = self.usage.model_copy(update={"model_calls": self.usage.model_calls + 1})

    def spend(self, *, input_tokens: int = 0, output_tokens: int = 0, seconds: float = 0.0) -> None:
        """Counts what a call has cost."""
        with self._lock:
            self.model_seconds += seconds
            self.usage = self.usage.model_copy(
                update={
                    "input_tokens": self.usage.input_tokens + input_tokens,
                    "output_tokens": self.usage.output_tokens + output_tokens,
                }
            )


def stopped() -> ModelStoppedError:
    """The error of a call whose caller has stopped."""
    return ModelStoppedError("The call was stopped.", next_step="Ask again if it was not meant to be.")


def _used_up(what: str) -> ModelBudgetError:
    return ModelBudgetError(
        f"The model used up what one question may cost ({what}).",
        next_step="Ask something narrower, or use --engine extractive.",
    )
