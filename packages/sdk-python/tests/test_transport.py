from __future__ import annotations

import asyncio
import threading
import unittest

from longhaul import AsyncClient, LonghaulError, Stop, Stopped
from longhaul.following import server_sent_events
from longhaul.pages import next_cursor
from tests.fake_server import FakeServer, Reply

ACCEPTED = Reply(202, {"operationId": "op-1"})
PROBLEM = {
    "detail": "The body has faults.",
    "requestId": "req-1",
    "error": {"code": "validation_failed", "details": {"a": 1}},
    "errors": [{"pointer": "/parameters/datasetId", "detail": "is missing"}],
}
NOW = {"retry-after": "0"}


class Sending(unittest.TestCase):
    def test_sends_again_what_had_no_answer_or_one_that_passes_with_the_same_key(self) -> None:
        passing = [Reply(breaks="before"), Reply(202, {"operationId": "op-1"}, breaks="inside")]
        passing += [Reply(status, b"busy", NOW) for status in (429, 502, 503, 504)]
        for reply in passing:
            with self.subTest(reply), FakeServer(reply, ACCEPTED) as server:
                self.assertEqual(server.client().operations.start("X", {}).id, "op-1")
                keys = [received.headers["idempotency-key"] for received in server.received]
                self.assertEqual(len(keys), 2)
                self.assertEqual(len(set(keys)), 1)

    def test_does_not_send_again_what_stays_wrong_and_tells_where(self) -> None:
        for status in (400, 401, 403, 404, 409, 410, 422, 500):
            with self.subTest(status), FakeServer(Reply(status, PROBLEM)) as server:
                with self.assertRaises(LonghaulError) as caught:
                    server.client().operations.start("X", {})
                err = caught.exception
                self.assertEqual((err.status, err.code, err.request_id), (status, "validation_failed", "req-1"))
                self.assertEqual(err.errors[0]["pointer"], "/parameters/datasetId")
                self.assertIn("/parameters/datasetId: is missing", str(err))
                self.assertEqual(len(server.received), 1)

    def test_gives_up_after_max_retries_or_where_the_pause_asked_for_is_too_long(self) -> None:
        for headers, times in ((NOW, 3), ({"retry-after": "86400"}, 1)):
            with self.subTest(headers), FakeServer(Reply(503, b"<html>", headers)) as server:
                with self.assertRaises(LonghaulError) as caught:
                    server.client(max_retries=2).ping()
                self.assertEqual((caught.exception.code, len(server.received)), ("not_json", times))

    def test_names_ids_and_filters_in_addresses_safely(self) -> None:
        with FakeServer(Reply(200, {"operations": []})) as server:
            list(server.client().operations.list(status=["Running", "Failed"], includeDetails=True, priority=None))
            self.assertEqual(
                server.received[0].path,
                "/api/t%2F1/p%201/async/operations?status=Running%2CFailed&includeDetails=true&page=1&pageSize=100",
            )
            self.assertEqual(server.received[0].headers["authorization"], "Bearer secret")

    def test_asks_for_a_token_that_is_still_good_before_each_attempt(self) -> None:
        tokens = iter(["one", "two"])
        with FakeServer(Reply(503, b"", NOW), ACCEPTED) as server:
            client = server.client()
            client.transport._token = lambda: next(tokens)
            client.operations.start("X", {})
            self.assertEqual([a.headers["authorization"] for a in server.received], ["Bearer one", "Bearer two"])

    def test_uploads_with_progress_and_escapes_the_name(self) -> None:
        seen: list[tuple[int, int]] = []
        with FakeServer(Reply(201, {"status": "Ready", "datasetId": "d", "name": "n"})) as server:
            server.client().datasets.upload(b"a,b\n" * 200_000, 'x"\r\n.csv', on_sent=lambda *sent: seen.append(sent))
            self.assertIn(b'name="file"; filename="x%22%0D%0A.csv"', server.received[0].body)
            self.assertEqual(seen[-1], (800_000, 800_000))
            self.assertGreater(len(seen), 1)


class Importing(unittest.TestCase):
    GIVEN = {"datasetId": "d", "version": 1, "name": "n", "status": "Importing"}
    READY = {**GIVEN, "status": "Ready"}
    STREAM = {"content-type": "text/event-stream"}
    PROGRESS = b'id: 1\ndata: {"type": "dataset.progress", "data": {"progress": {"percentage": 40}}}\n\n'
    UPLOAD = "/api/t%2F1/p%201/datasets"
    VERSION = f"{UPLOAD}/d/versions/1"
    EVENTS = f"{UPLOAD}/d/events"

    def replies(self, *first: Reply) -> FakeServer:
        return FakeServer(*first, Reply(200, self.PROGRESS, self.STREAM), Reply(204), Reply(200, self.READY))

    def asked(self, server: FakeServer) -> list[str]:
        return [request.path.partition("?")[0] for request in server.received]

    def test_follows_an_import_from_the_answer_to_its_upload_on(self) -> None:
        told: list[object] = []
        with self.replies(Reply(202, self.GIVEN)) as server:
            dataset = server.client().datasets.upload(b"a", "a.csv", on_progress=lambda d: told.append(d.get("importProgress")))
            self.assertEqual(dataset, self.READY)
            self.assertEqual(self.asked(server), [self.UPLOAD, self.EVENTS, self.EVENTS, self.VERSION])
            self.assertEqual(told[:2], [None, 40])

    def test_does_so_in_asyncio(self) -> None:
        async def upload(server: FakeServer) -> object:
            client = AsyncClient("http://unused", "t", "p", "s")
            client.sync = server.client()
            return await client.upload(b"a", "a.csv")

        with self.replies(Reply(202, self.GIVEN)) as server:
            self.assertEqual(asyncio.run(upload(server)), self.READY)
            self.assertEqual(self.asked(server), [self.UPLOAD, self.EVENTS, self.EVENTS, self.VERSION])

    def test_asks_for_a_dataset_of_which_it_has_only_the_ids(self) -> None:
        with self.replies(Reply(200, self.GIVEN)) as server:
            self.assertEqual(server.client().datasets.ended({"datasetId": "d", "version": 1}), self.READY)
            self.assertEqual(self.asked(server), [self.VERSION, self.EVENTS, self.EVENTS, self.VERSION])


class Stopping(unittest.TestCase):
    def test_ends_a_wait_from_another_thread(self) -> None:
        with FakeServer(Reply(hangs=True)) as server:
            stop = Stop()

            def end() -> None:
                server.arrived.wait()
                stop.stop()

            ender = threading.Thread(target=end)
            ender.start()
            with self.assertRaises(Stopped):
                server.client().operations.resume("x").result(stop=stop)
            ender.join()

    def test_ends_a_wait_after_its_time(self) -> None:
        with FakeServer(Reply(hangs=True)) as server, self.assertRaises(TimeoutError):
            server.client().operations.resume("x").result(timeout=0.05)

    def test_ends_what_a_cancelled_task_waits_for(self) -> None:
        async def run(server: FakeServer) -> None:
            client = AsyncClient("http://unused", "t", "p", "s")
            client.sync = server.client()
            task = asyncio.create_task(client.resume("x").result())
            await asyncio.to_thread(server.arrived.wait)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            for thread in [each for each in threading.enumerate() if each.name == "longhaul"]:
                await asyncio.to_thread(thread.join)

        with FakeServer(Reply(hangs=True)) as server:
            asyncio.run(run(server))


class Following(unittest.TestCase):
    def test_reads_events_however_they_are_cut(self) -> None:
        text = ": hi\n\nid: 1\r\nevent: a\r\ndata: é\rdata:  b\r\n\r\ndata\n\nid: 2\ndata: c\n\ndata: cut".encode()
        for size in range(1, len(text) + 1):
            chunks = (text[at : at + size] for at in range(0, len(text), size))
            events = [event for event in server_sent_events(chunks) if event is not None]
            told = [(event.id, event.event, event.data) for event in events]
            self.assertEqual(told, [("1", "a", "é\n b"), (None, "message", ""), ("2", "message", "c")], size)

    def test_goes_on_behind_the_last_event_seen_and_ends_with_204(self) -> None:
        stream = {"content-type": "text/event-stream"}
        one, two = (f'id: {n}\ndata: {{"sequence": {n}}}\n\n'.encode() for n in (1, 2))
        with FakeServer(Reply(200, one, stream), Reply(200, two, stream), Reply(204)) as server:
            self.assertEqual([e["sequence"] for e in server.client().operations.resume("x").watch()], [1, 2])
            self.assertEqual([a.headers["last-event-id"] for a in server.received], ["0", "1", "2"])

    def test_asks_for_statuses_where_no_stream_can_be_had(self) -> None:
        status = {"operationId": "x", "operationName": "X", "status": "Completed", "progress": {"percentage": 100}}
        refused = Reply(406, b"no streams here")
        with FakeServer(refused, refused, Reply(200, status)) as server:
            events = list(server.client().operations.resume("x").watch())
            self.assertEqual([(e["type"], e["sequence"]) for e in events], [("operation.completed", 0)])

    def test_finds_the_next_page_in_link(self) -> None:
        for link, cursor in (
            ('<https://any/x?cursor=a%3D&p=1>; rel="next"', "a="),
            ('<https://any/x?cursor=b>; rel="prev", </x?cursor=c>; rel=next', "c"),
            ('<https://any/x?page=2>; rel="next"', None),
            ("", None),
        ):
            self.assertEqual(next_cursor(link), cursor)


if __name__ == "__main__":
    unittest.main()
