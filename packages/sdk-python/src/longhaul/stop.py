"""Ends waits from another thread, or after a timeout."""

from __future__ import annotations

import socket
import threading
import time

from .errors import Stopped


class Stop:
    """Ends every wait that it was given to. `stop()` may be called from any thread; `timeout` is in seconds."""

    def __init__(self, timeout: float | None = None, parent: Stop | None = None) -> None:
        self._deadline = None if timeout is None else time.monotonic() + timeout
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._sockets: set[socket.socket] = set()
        self._children: set[Stop] = set()
        self._parent = parent
        if parent is not None:
            parent._adopt(self)

    def stop(self) -> None:
        """Ends current waits, and any later one at its beginning."""
        self._event.set()
        with self._lock:
            sockets, children = list(self._sockets), list(self._children)
        for child in children:
            child.stop()
        for each in sockets:
            wake(each)

    def release(self) -> None:
        """Detaches a child that is no longer needed from its parent."""
        if self._parent is not None:
            with self._parent._lock:
                self._parent._children.discard(self)

    def check(self) -> None:
        """Raises Stopped after `stop()`, or TimeoutError after the timeout."""
        if self._parent is not None:
            self._parent.check()
        if self._event.is_set():
            raise Stopped("waiting was stopped")
        if self._deadline is not None and time.monotonic() >= self._deadline:
            raise TimeoutError("it is not over yet; resume(id) goes on waiting")

    def remaining(self, most: float) -> float:
        """The seconds that one wait may take, at most `most`."""
        left = most if self._deadline is None else max(0.001, min(most, self._deadline - time.monotonic()))
        return left if self._parent is None else self._parent.remaining(left)

    def pause(self, seconds: float) -> None:
        """Waits this long, or raises as `check` does."""
        self.check()
        self._event.wait(self.remaining(seconds))
        self.check()

    def add(self, each: socket.socket) -> None:
        """A socket to be woken by `stop()`."""
        with self._lock:
            self._sockets.add(each)
        if self._event.is_set():
            wake(each)

    def discard(self, each: socket.socket) -> None:
        with self._lock:
            self._sockets.discard(each)

    def _adopt(self, child: Stop) -> None:
        with self._lock:
            self._children.add(child)
        if self._event.is_set():
            child.stop()


def wake(each: socket.socket) -> None:
    """Whoever reads from it finds its end. Closing it would not wake a reader."""
    try:
        each.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass
