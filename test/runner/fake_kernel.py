"""A kernel that does what a cell's text says, misbehaviour included: the runner's tests need one.

A cell is a JSON list of steps, sent in order. `{"stream": text, "name": "stderr"}`,
`{"display": data, "id": display_id, "metadata": {}}`, `{"update": data, "id": display_id}`,
`{"error": [name, message]}`, `{"reply": status}` (null: none; without this step: "ok"),
`{"idle": false}` (never tells that it is idle), `{"die": true}`,
`{"late": text}` (a stream of this cell, sent when the next one runs), `{"note": text}` (nothing).
"""

import json
import os
import sys
import threading
from typing import Any

import zmq
from jupyter_client.session import Session


class FakeKernel:
    """Shell, control, iopub and heartbeat on one thread each where they must not wait."""

    def __init__(self, connection_file: str) -> None:
        with open(connection_file) as file:
            self.connection = json.load(file)
        self.context = zmq.Context()
        self.session = Session(key=self.connection["key"].encode())
        self.iopub = self._bind(zmq.PUB, "iopub_port")
        self.shell = self._bind(zmq.ROUTER, "shell_port")
        self.control = self._bind(zmq.ROUTER, "control_port")
        self.stdin = self._bind(zmq.ROUTER, "stdin_port")
        heartbeat = self._bind(zmq.REP, "hb_port")
        threading.Thread(target=zmq.proxy, args=(heartbeat, heartbeat), daemon=True).start()
        self.late: list[tuple[dict[str, Any], str]] = []

    def _bind(self, kind: int, port: str) -> zmq.Socket:
        socket = self.context.socket(kind)
        socket.linger = 1000
        socket.bind(f"tcp://{self.connection['ip']}:{self.connection[port]}")
        return socket

    def run(self) -> None:
        """Answers until it is told to stop or to die."""
        poller = zmq.Poller()
        poller.register(self.shell, zmq.POLLIN)
        poller.register(self.control, zmq.POLLIN)
        while True:
            for socket, _ in poller.poll():
                identities, message = self.session.recv(socket, mode=0)
                self._status(message, "busy")
                idle = self._answer(socket, identities, message)
                if idle:
                    self._status(message, "idle")

    def _answer(self, socket: zmq.Socket, identities: Any, message: dict[str, Any]) -> bool:
        kind = message["header"]["msg_type"]
        if kind == "kernel_info_request":
            content = {
                "status": "ok",
                "protocol_version": "5.3",
                "implementation": "fake",
                "implementation_version": "1",
                "banner": "",
                "language_info": {"name": "fake", "file_extension": ".x", "version": "1"},
            }
            self.session.send(socket, "kernel_info_reply", content, message, identities)
        elif kind == "execute_request":
            return self._execute(socket, identities, message)
        elif kind == "shutdown_request":
            self.session.send(socket, "shutdown_reply", {"restart": False}, message, identities)
            sys.exit(0)
        return True

    def _execute(self, socket: zmq.Socket, identities: Any, message: dict[str, Any]) -> bool:
        reply: Any = "ok"
        idle = True
        for parent, text in self.late:
            self._publish("stream", {"name": "stdout", "text": text}, parent)
        self.late = []
        for step in json.loads(message["content"]["code"]):
            if "note" in step:
                continue
            if "die" in step:
                os._exit(1)
            if "reply" in step:
                reply = step["reply"]
            elif "idle" in step:
                idle = step["idle"]
            elif "late" in step:
                self.late.append((message, step["late"]))
            else:
                self._output(step, message)
        if reply is not None:
            content = {"status": reply, "execution_count": 7}
            if reply == "error":
                content |= {"ename": "FakeError", "evalue": "as asked", "traceback": []}
            self.session.send(socket, "execute_reply", content, message, identities)
        return idle

    def _output(self, step: dict[str, Any], parent: dict[str, Any]) -> None:
        if "stream" in step:
            content = {"name": step.get("name", "stdout"), "text": step["stream"]}
            self._publish("stream", content, parent)
        elif "error" in step:
            name, text = step["error"]
            content = {"ename": name, "evalue": text, "traceback": [f"{name}: {text}"]}
            self._publish("error", content, parent)
        else:
            kind = "display_data" if "display" in step else "update_display_data"
            data = step.get("display", step.get("update"))
            transient = {"display_id": step["id"]} if "id" in step else {}
            content = {"data": data, "metadata": step.get("metadata", {}), "transient": transient}
            self._publish(kind, content, parent)

    def _publish(self, kind: str, content: dict[str, Any], parent: dict[str, Any]) -> None:
        self.session.send(self.iopub, kind, content, parent, ident=kind.encode())

    def _status(self, parent: dict[str, Any], state: str) -> None:
        self._publish("status", {"execution_state": state}, parent)


if __name__ == "__main__":
    FakeKernel(sys.argv[1]).run()
