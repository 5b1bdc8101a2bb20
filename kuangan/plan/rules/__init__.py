"""Rules of a plan on plain values: no database, no clock.

predicates  the condition tree: Always FactTest ScopeIs RegionHas All AnyOf Not; parse(data), holds(tree, facts)
reasons     explain(tree, facts, since) and enders(tree, facts) -> list[Reason]
wording     because(reason), until(reason): a Reason as a sentence in the reader's language
scope       outcome(rules, facts) -> Outcome(code, mode, sentence, until, rule, clauses)
periods     periods(cadence, window, upto, parameters), due_at(due, period, parameters, event_date, working_days)
parameters  values(parameters, overrides) -> typed values
parts, dues the package and its duties as frozen values
facts       names, kinds and words of the facts a plan may ask about
"""
