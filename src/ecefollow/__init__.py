"""Follow up on a management response: what is there, and what is overdue as of any day."""

__version__ = "0.1.0"

TYPE_CHECKING = False  # as in typing, which takes longer to import than all of this
if TYPE_CHECKING:
    from ecefollow.api import *  # noqa: F403 - its __all__ says which names these are
else:

    def __getattr__(name: str) -> object:
        """A name of the API, which is imported when the first of them is asked for."""
        import ecefollow.api as api  # noqa: PLR0402 - `from` would ask here for it

        if name not in {"__all__", *api.__all__}:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = value = getattr(api, name)  # so that nothing is asked for twice
        return value

    def __dir__() -> list[str]:
        """What a terminal completes."""
        return sorted({*globals(), *__getattr__("__all__")})
