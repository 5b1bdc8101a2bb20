"""Addresses of the registry."""

from django.urls import include, path

from kuangan.registry.web import bodies, changing, exporting, gaps, importing, large_exports, lists, merges, mines

app_name = "registry"
urlpatterns = [
    path("mines/", lists.mines, name="mines"),
    path("mines/new/", changing.mine_new, name="mine_new"),
    path("mines/<int:pk>/", mines.mine, name="mine"),
    path("mines/<int:pk>/history/", mines.history, name="mine_history"),
    path("mines/<int:pk>/edit/", changing.mine_edit, name="mine_edit"),
    path("mines/<int:pk>/facts/", changing.facts_change, name="facts_change"),
    path("mines/<int:pk>/declare/", changing.declare, name="declare"),
    path("mines/<int:pk>/licences/new/", changing.licence_new, name="licence_new"),
    path("mines/<int:pk>/appointments/new/", changing.appointment_new, name="appointment_new"),
    path("mines/<int:pk>/engagements/new/", changing.engagement_new, name="engagement_new"),
    path("mines/<int:pk>/leader/", changing.leader_assign, name="leader_assign"),
    path("mines/<int:pk>/merge/", merges.merge, name="mine_merge"),
    path("merges/<int:pk>/undo/", merges.unmerge, name="mine_unmerge"),
    path("engagements/<int:pk>/agreement/", changing.agreement_record, name="agreement_record"),
    path("engagements/<int:pk>/clear-out/", changing.clear_out, name="clear_out"),
    path("enterprises/", lists.enterprises, name="enterprises"),
    path("enterprises/new/", bodies.enterprise_new, name="enterprise_new"),
    path("enterprises/<int:pk>/", bodies.enterprise, name="enterprise"),
    path("enterprises/<int:pk>/edit/", bodies.enterprise_edit, name="enterprise_edit"),
    path("authorities/", lists.authorities, name="authorities"),
    path("authorities/<int:pk>/", bodies.authority, name="authority"),
    path("authorities/<int:pk>/contact/", bodies.contact_name, name="contact_name"),
    path("authorities/<int:pk>/appointments/new/", bodies.authority_appoint, name="authority_appoint"),
    path("agencies/", lists.agencies, name="agencies"),
    path("agencies/new/", bodies.agency_new, name="agency_new"),
    path("contractors/", lists.contractors, name="contractors"),
    path("contractors/<int:pk>/", bodies.contractor, name="contractor"),
    path("people/", lists.people, name="people"),
    path("licences/expiring/", gaps.expiring, name="expiring"),
    path("to-complete/", gaps.incomplete, name="incomplete"),
    path("exports/", large_exports.my_exports, name="my_exports"),
    path("exports/<int:pk>/", large_exports.fetch_export, name="export_fetch"),
    path("export/<slug:name>.xlsx", exporting.export, name="export"),
    path("import/", include(importing.PAGES.patterns)),
]
