"""What is stored or sent keeps its bytes, whatever the code that makes it is called.

The JSON files were written by the code of 29 November 2026, before its names were put in order.
They are never written anew: a difference means that stored data, a phone or a mailed link of an
older release would no longer be understood.
"""
