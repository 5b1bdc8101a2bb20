"""Notices (通知): tell somebody something, by some channel. Knows nothing of mines.

Owns:      Cause, Notice, Delivery, Preference, Muted, Endpoint, Mark.
Promises:  exactly one notice per person and cause, by the database's word; a message is sent at most once for sure and
           a second time only when a worker died over it, then under the same Message-ID (docs/adr/0008); quiet hours
           and the daily digest are kept; a channel that is not set up queues nothing.
Doors:     kinds.declare; actions.tell / route / send_due / put_back_lost / mark_read / set_preferences / add_endpoint;
           queries.inbox / unread_count; address_book.provide (who is reached where); channels.switchboard.add.
Stands on: kernel, authority, integrity.
Not here:  what there is to tell and whom (the rooms above); the pages (access).
"""
