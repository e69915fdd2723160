"""Runs a command at a terminal of its own, as a person would: types one line after each prompt that ends in ': '.

    python3 at-terminal.py LINES COMMAND…     LINES = a JSON list

A lone surrogate U+DC80 to U+DCFF is a byte that is no UTF-8. Prints JSON {exitCode, shown}: all that stood on the terminal. With LINES = null the command has no terminal at all.
"""
import json
import os
import pty
import subprocess
import sys

lines = json.loads(sys.argv[1])
command = sys.argv[2:]
if lines is None:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, start_new_session=True)
    print(json.dumps({"exitCode": done.returncode, "shown": (done.stdout + done.stderr).decode()}))
    sys.exit(0)

child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown = b""
answered = 0
while True:
    try:
        part = os.read(terminal, 4096)
    except OSError:
        break
    if not part:
        break
    shown += part
    while answered < len(lines) and shown.count(b": \r\n") + shown.endswith(b": ") > answered:
        os.write(terminal, lines[answered].encode("utf-8", "surrogateescape") + b"\r")
        answered += 1
_, status = os.waitpid(child, 0)
print(json.dumps({"exitCode": os.waitstatus_to_exitcode(status), "shown": shown.decode()}))
