"""The demonstration: two organisations that look as if they had talked for six weeks.

For whoever tries Kairan, takes pictures of it, or measures it. What is said stands in readable
files: ``minato`` and ``aoba`` hold an organisation each, ``talks`` in it a file for a few rooms.
Everybody and everything in them is invented; telephone numbers are of the form 0190-00-…

Words: a *person* of the cast is known by a *key* (山本, 三輪). An *act* is one thing somebody does, a
*step* is an act with its actor and its moment, a *play* is all steps of one organisation in order.
A *scene* is a run of steps that become one transaction.

    people    the cast, read from tables and drawn from lists of names
    days      how the files say when: 火-5 is Tuesday five weeks ago, -1 the last working day
    acts      what people do, each by the ordinary action
    deeds     the same in rooms
    script    reads the talks
    patterns  small talks that repeat with other words, where a room needs length
    reading   from habits to the moments when somebody looks
    attention who is inside, who has read, who presses 了解
    plays     puts a play together
    stage     plays it, and remembers how far it has come
    load      ``kairan demo``
    members   ``kairan demo --members N``
    shown     what both print

Invariants: everything goes through the ordinary actions, in the lane; the same seed on the same day
gives the same play; a second run changes nothing; what was interrupted goes on where it stopped.
"""
