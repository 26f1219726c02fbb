"""A visitor without a browser: speaks the app's websocket protocol as the browser does.

It opens the page by a link, reruns its fragments at their pace, presents the messages that it has
cached, and clicks. Nothing is drawn, so hundreds fit on one machine.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from benchmarks.seen import Seen

PATIENCE = 20.0  # seconds, after which a click counts as unanswered
CACHED_RUNS = 2  # the browser forgets a message that so many runs did not use


class Visitor:
    """One session: `visit` opens the page and stays until it is cancelled; the others act on it.

    Parameters
    ----------
    port : int
    query : mapping of str to str
        The parameters of the link.
    """

    def __init__(self, port: int, query: Mapping[str, str]) -> None:
        self.seen = Seen()
        self.comes, self.has_page = asyncio.Event(), asyncio.Event()
        self._port, self._query = port, urlencode(query)
        self._connection: ClientConnection | None = None
        self._page_hash = ""
        self._timers: dict[str, tuple[float, asyncio.Task[None]]] = {}
        self._cached: OrderedDict[str, int] = OrderedDict()
        self._runs = 0
        self._sections: tuple[str, list[str]] | None = None
        self._chosen = 0
        self._train = ""
        self._awaited: asyncio.Future[None] | None = None
        self._awaited_run = ""

    async def visit(self) -> None:
        """Open the page as soon as ``comes`` is set, and answer all that comes."""
        await self.comes.wait()
        began = time.perf_counter()
        address = f"ws://127.0.0.1:{self._port}/_stcore/stream"
        async with connect(
            address,
            subprotocols=[Subprotocol("streamlit")],
            max_size=None,
            compression=None,
        ) as self._connection:
            try:
                await self._rerun()
                async for payload in self._connection:
                    assert isinstance(payload, bytes)
                    self._take(payload)
                    if self._runs and self._sections and not self.has_page.is_set():
                        self.seen.first_page = time.perf_counter() - began
                        self.has_page.set()
            finally:
                for _, timer in self._timers.values():
                    timer.cancel()

    async def train(self) -> None:
        """Press Train, and wait for the whole page."""
        await self._round_trip("Train", [WidgetState(id=self._train, trigger_value=True)])

    async def click(self) -> None:
        """Choose the next section under the film, and wait for the whole page."""
        assert self._sections is not None
        self._chosen = (self._chosen + 1) % len(self._sections[1])
        await self._round_trip(self._sections[1][self._chosen], [])

    async def _round_trip(self, name: str, pressed: list[WidgetState]) -> None:
        """Ask for a run of the page, and note how long it takes until it ends."""
        self._awaited, self._awaited_run = asyncio.get_running_loop().create_future(), ""
        began = time.perf_counter()
        await self._rerun(pressed=pressed)
        try:
            await asyncio.wait_for(self._awaited, PATIENCE)
            self.seen.clicks.append((name, time.perf_counter() - began))
        except TimeoutError:
            self.seen.clicks.append((name, float("inf")))

    async def _rerun(self, fragment: str = "", pressed: Sequence[WidgetState] = ()) -> None:
        """Ask for a run of the page or of one fragment."""
        message = BackMsg()
        wanted = message.rerun_script
        wanted.query_string, wanted.page_script_hash = self._query, self._page_hash
        wanted.fragment_id, wanted.is_auto_rerun = fragment, bool(fragment)
        wanted.cached_message_hashes.extend(self._cached)
        if self._sections:
            state = WidgetState(id=self._sections[0])
            state.string_array_value.data.append(self._sections[1][self._chosen])
            wanted.widget_states.widgets.extend([state, *pressed])
        assert self._connection is not None
        await self._connection.send(message.SerializeToString())

    async def _repeat(self, fragment: str, interval: float) -> None:
        """Rerun a fragment again and again."""
        while True:
            await asyncio.sleep(interval)
            await self._rerun(fragment)

    def _take(self, payload: bytes) -> None:
        """Take in one message."""
        message = ForwardMsg.FromString(payload)
        self.seen.received += len(payload)
        if message.metadata.cacheable:
            self._cached[message.hash] = self._runs
        kind = message.WhichOneof("type")
        run = message.metadata.run
        if kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._look(message.delta.new_element)
        elif kind == "ref_hash":
            self._cached[message.ref_hash] = self._runs
        elif kind == "new_session":
            self._page_hash = message.new_session.page_script_hash
            if not run.fragment_ids:
                self._awaited_run = run.script_run_id  # also when it takes another's place
            elif self._awaited_run:
                # Streamlit loses the word that a run has ended when a fragment's follows at once.
                self._answered()
        elif kind == "page_info_changed":
            self._query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._start(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            for fragment in message.stop_auto_rerun.fragment_ids:
                self._stop(fragment)
        elif kind == "script_finished" and not run.fragment_ids:
            self._finished(message)

    def _finished(self, message: ForwardMsg) -> None:
        """Take in the end of a run of the whole page."""
        if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
            return  # a newer run follows
        self._runs += 1
        for name in [n for n, run in self._cached.items() if self._runs - run > CACHED_RUNS]:
            del self._cached[name]
        if message.metadata.run.script_run_id == self._awaited_run:
            self._answered()

    def _answered(self) -> None:
        """Note that the page which a click asked for is complete."""
        if self._awaited and not self._awaited.done():
            self._awaited.set_result(None)

    def _look(self, element: Element) -> None:
        """Note what matters of an element of the page."""
        kind = element.WhichOneof("type")
        if kind == "button_group" and element.button_group.label == "Look closer":
            options = [option.content for option in element.button_group.options]
            self._sections = element.button_group.id, options
        elif kind == "button" and element.button.label == "Train":
            self._train = element.button.id
        elif kind == "exception":
            self.seen.failures += 1
        elif kind == "bidi_component" and "messenger" in element.bidi_component.component_name:
            update = json.loads(element.bidi_component.json)["training"]["update"]
            self.seen.updates.append((time.perf_counter(), update))

    def _start(self, fragment: str, interval: float) -> None:
        """Repeat a fragment at a pace, unless that is what happens already."""
        if fragment in self._timers and self._timers[fragment][0] == interval:
            return
        self._stop(fragment)
        timer = asyncio.create_task(self._repeat(fragment, interval))
        self._timers[fragment] = interval, timer

    def _stop(self, fragment: str) -> None:
        """Repeat a fragment no more."""
        if fragment in self._timers:
            self._timers.pop(fragment)[1].cancel()
