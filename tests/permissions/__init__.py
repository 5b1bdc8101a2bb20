"""The permission matrix: every address × every role × inside and outside of the jurisdiction.

`addresses/` says what each address is about, by room; `world.py` sets the scene; `expecting.py` derives the answer
from the policies; `asking.py` sends one request and undoes it. A new address fails here until its room's table has it.
"""
