"""Processes forked from one that has loaded the product: loading it costs each of them seconds."""

import multiprocessing

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["eventapp.cli.main", "tests.races.crowd"])
