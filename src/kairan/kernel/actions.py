"""Actions: the only way to change anything. A function becomes one by ``@action`` or, where hot, ``@many``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from kairan.kernel.ctx import Ctx
from kairan.kernel.errors import DomainError
from kairan.kernel.guard import Actor, Role, require

C = TypeVar("C")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Call(Generic[C]):
    """One command with the actor who gave it."""

    actor: Actor
    command: C


@dataclass(frozen=True, slots=True)
class Action(Generic[C, R]):
    """A change: its name (also the permission and the operation), the least role, and ``one`` or ``many``."""

    name: str
    role: Role
    doc: str
    one: Callable[[Ctx, C], R] | None = None
    many: Callable[[Ctx, Sequence[Call[C]]], list[R | DomainError]] | None = None

    def __call__(self, ctx: Ctx, command: C) -> R:
        """Run it inside a transaction that is already open, for the actor of ``ctx``."""
        require(ctx.actor, self.role, self.name)
        if self.one is not None:
            return self.one(ctx, command)
        assert self.many is not None
        [outcome] = self.many(ctx, [Call(ctx.actor, command)])
        if isinstance(outcome, DomainError):
            raise outcome
        return outcome


AnyAction = Action[Any, Any]
"""An action of whatever kind, where many are kept together."""


def action(role: Role) -> Callable[[Callable[[Ctx, C], R]], Action[C, R]]:
    """Make a function ``(ctx, command) → result`` an action that takes at least ``role``."""

    def made(function: Callable[[Ctx, C], R]) -> Action[C, R]:
        return Action(_stem(function), role, function.__doc__ or "", one=function)

    return made


def many(
    role: Role,
) -> Callable[[Callable[[Ctx, Sequence[Call[C]]], list[R | DomainError]]], Action[C, R]]:
    """Make a function over a whole run of calls an action: for what is hot."""

    def made(function: Callable[[Ctx, Sequence[Call[C]]], list[R | DomainError]]) -> Action[C, R]:
        return Action(_stem(function), role, function.__doc__ or "", many=function)

    return made


def _stem(function: Callable[..., object]) -> str:
    """``kairan.domains.rooms.actions.messages.send_message`` is ``rooms.send_message``."""
    noun = function.__module__.split(".")[2]
    return f"{noun}.{function.__name__}"
