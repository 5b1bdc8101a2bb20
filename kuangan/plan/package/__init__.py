"""Plan packages as files.

    reading   read(path) -> Source: YAML with the file and line of every value, includes merged, hash over its JSON
    building  build(data) -> PlanPackage: canonical data into frozen values (data may also come from a database)
    checking  check(source) -> list[Finding]: schema, references, dates that contradict, clauses nobody answers
    opening   open_package(path) -> Opened(source, findings, package or None): the three above, parents resolved
    deriving  derive(parent, child) -> (data, Difference): a county's plan under the city's
    differing differ(before, after) -> Difference between two packages
    tracing   trace(package) -> Trace: rows and clauses against duties, principles, parameters, ...

A package is a folder ``<slug>/plan.yaml``; ``include:`` names further files of the folder whose lists are appended in
order. The published schema is ``kuangan/plan/schema/plan.schema.json``.
"""
