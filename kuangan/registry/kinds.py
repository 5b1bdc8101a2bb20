"""What the audit trail says about the registry."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.integrity.kinds import declare, declare_words

ENTERPRISE_REGISTERED = declare("registry.enterprise_registered", _("registered an enterprise"))
ENTERPRISE_AMENDED = declare("registry.enterprise_amended", _("amended an enterprise"))
MINE_REGISTERED = declare("registry.mine_registered", _("registered a mine"))
MINE_AMENDED = declare("registry.mine_amended", _("amended a mine"))
MINES_MERGED = declare("registry.mines_merged", _("merged two records of one mine"))
MINES_SEPARATED = declare("registry.mines_separated", _("took a merge of mines back"))
FACTS_CHANGED = declare("registry.facts_changed", _("changed facts of a mine"))
LICENCE_REGISTERED = declare("registry.licence_registered", _("registered a licence"))
LICENCE_ENDED = declare("registry.licence_ended", _("ended a licence"))
PERSON_REGISTERED = declare(
    "registry.person_registered", _("registered a person"), personal=frozenset({"name", "phone"})
)
PERSON_AMENDED = declare("registry.person_amended", _("amended a person"), personal=frozenset({"name", "phone"}))
APPOINTED = declare("registry.appointed", _("appointed"), personal=frozenset({"person"}))
APPOINTMENT_ENDED = declare("registry.appointment_ended", _("ended an appointment"), personal=frozenset({"person"}))
CONTACT_NAMED = declare(
    "registry.contact_named", _("named the contact person"), personal=frozenset({"person", "phone"})
)
AUTHORITY_REGISTERED = declare("registry.authority_registered", _("registered an authority"))
AGENCY_REGISTERED = declare("registry.agency_registered", _("registered an agency"))
CONTRACTOR_REGISTERED = declare("registry.contractor_registered", _("registered a contractor"))
CONTRACTOR_ENGAGED = declare("registry.contractor_engaged", _("engaged a contractor"))
AGREEMENT_RECORDED = declare("registry.agreement_recorded", _("recorded a safety agreement"))
QUALIFICATION_JUDGED = declare("registry.qualification_judged", _("judged a contractor's qualification"))
CONTRACTOR_CLEARED = declare("registry.contractor_cleared", _("cleared out a contractor"))
ENGAGEMENT_ENDED = declare("registry.engagement_ended", _("ended an engagement"))
UNIT_ADDED = declare("registry.unit_added", _("entered a unit of a mine"), personal=frozenset({"head"}))
UNIT_ENDED = declare("registry.unit_ended", _("ended a unit of a mine"))
LEADER_ASSIGNED = declare("registry.leader_assigned", _("assigned a leader in charge"), personal=frozenset({"leader"}))
ROSTER_EXPORTED = declare("registry.exported", _("exported a list"))
DAYS_ANNOUNCED = declare("registry.days_announced", _("entered announced days off"))
CONTACTS_READ = declare("registry.contacts_read", _("read contact details"), is_read=True)

declare_words(
    unit_kind=_("kind of the unit"),
    head=_("who answers for the unit"),
    operator=_("who runs the unit"),
    basis=_("basis"),
    apart_because=_("why it is another one"),
    moved=_("rows that moved"),
    stayed=_("rows that stayed"),
    merged=_("record that was merged"),
    kept=_("record that is kept"),
    is_declared=_("declared by the mine itself"),
    credit_code=_("credit code of the enterprise"),
    mine_kind=_("kind of the mine"),
    kind=_("kind of the record"),
    attached_to=_("belongs to mine number"),
    leader=_("leader in charge of the mine"),
    post=_("post held"),
    on=_("day it took place"),
    licence_no=_("number of the licence"),
    is_qualified=_("found qualified"),
    cleared_out_before=_("cleared out earlier"),
    short_name=_("short name of the record"),
    longitude=_("longitude of the mine"),
    latitude=_("latitude of the mine"),
    address=_("address of the place"),
    legal_representative=_("legal representative's name"),
    is_central=_("belongs to a central enterprise"),
    mineral=_("mineral mined"),
    in_scope_since=_("in scope since the day"),
    days_off=_("days off"),
    days_worked=_("weekends worked to make up"),
    days_changed=_("days changed"),
)
