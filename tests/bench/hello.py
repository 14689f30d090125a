"""The first calibrator: a bare Flask application under the same server, workers and options."""

import multiprocessing
import sys

from flask import Flask

from eventapp.serving.supervisor import web_server


def create_app() -> Flask:
    """An application that says hello and nothing else."""
    app = Flask("hello")

    @app.get("/")
    def hello() -> str:
        return "hello"

    return app


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    server = web_server("127.0.0.1", int(sys.argv[1]), 2)
    server.serve(target_loader=create_app, wrap_loader=False)
