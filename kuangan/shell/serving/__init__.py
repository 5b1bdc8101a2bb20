"""Serving: web server and worker as two children of one command, and what both need before they start.

A child that dies is started again; when the command ends, however it ends, the children end too.
"""
