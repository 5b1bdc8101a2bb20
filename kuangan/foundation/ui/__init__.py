"""Design system (界面): base pages, the menu, template tags, form fields. Knows nothing of mines.

Owns:      the look (static/ui), base.html and plain.html, error pages, the tag library `ka`, form fields, the menu
           registry, the large-type and language switches.
Promises:  no inline script or style; every page works as plain GET and POST; no state by colour alone; AA contrast.
Doors:     menu.add / MenuItem / Badge; frame.provide; forms.Form and fields; drafts.taken; once.claim; states.face;
           rules.day / moment / days_wording (the same wording for Python code); templates and tags below.
Stands on: kernel, authority.
Not here:  pages of any room; what the menu leads to.

PAGES ─ `{% extends "ui/base.html" %}{% load i18n ka %}`; sign-in and errors: "ui/plain.html" (blocks title, head, content,
        main_class, foot; wrap in `<section class="ka-card">`; main_class "ka-wide" for 720 px)
  blocks of base.html
    title            text of the tab                      body_class   ka-framed--act when phone_act is filled
    crumbs           {% crumbs "责任清单" list_url mine.name mine_url duty.title %} (pairs, then this page; desk: none)
    heading          text of the h1                       head_meta    clause tag, state, grey text after the title
    acts             buttons at the right of the title    above        over both columns (listed-supervision strip)
    main / aside     left: the matter; right (352 px): what I do.  Each: several `<section class="ka-card">`
    content          replaces both columns (one column: cols_class "ka-cols--one" and empty aside_column)
    frame_class      ka-frame--rail for the 64 rail       main_class   ka-boardpage on the board
    page_head        replaces crumbs' neighbour, the whole head
    css              `<link rel="stylesheet" href="{% static 'ui/board.css' %}">` on the board page only
    scripts          further `<script type="module" src>`  htmx        empty it on pages that need no htmx
    phone_title, phone_back, phone_end   the phone's top bar (default: organisation, nothing, the day);
                     phone_back: `<a class="ka-back ka-phone-only" href="…">{% icon "arrow-left" _("Back") %}</a>`
    phone_act        main button fixed above the bottom bar: `<a class="btn" href>` or `<button class="btn" form="id">`
  context `frame`: actor, menu, large, here, today, language, home_url … ; `.ka-phone-only`, `.ka-desk-only` hide by width.

CARD    <section class="ka-card"><header><h2>附件</h2>{% count 4 %}<a class="ka-end" href>打包下载</a></header>
          <div class="ka-body">…</div><footer>…</footer></section>        table or list may stand directly in the card
        `.ka-hero` card body on top of a record; `.ka-two` `.ka-three` equal columns; `.ka-stack` cards below one another

TAGS ({% load ka %})
  {% state "submitted" %}                          chip 审 待审; states open submitted returned accepted voided overdue redo
  {% state s.state "待县局审核" due=s.due round=s.round %}   word replaced; 逾 and 7-day frame computed from due
  {% mark "accepted" title=mine.name %}            the character alone, for strips: <div class="ka-strip">…</div>
  {% board_cells cells lines=group_columns column=chosen current=row.chosen %}   a whole board row: cells are (face code, url) or None;
                                                   face codes from states.face(state, due=, round=).code; table class ka-board with
                                                   three thead rows as on the reference, and block scripts:
                                                   `<script type="module" src="{% static 'ui/board.js' %}">` (titles, arrow keys)
  {% state_cell s.state url "丹砾石场 演练" current=False due=… %}   one board cell's link with its title, for small grids
  {% legend "ka-end" %}                            legend of the characters
  {% due d %}  {% due d settled=True %}  {% due d suffix="截止" %}   7月21日 剩余1天 (bold ≤3 days, red after); `now=` optional
  {% clause "五(一)2" %}  {% clause ref url %}      clause tag, linked through the plan's clause_address slot
  {% reason "because" text url "名录记录" %} {% reason "end" text %}   rows 因/止 in <ul class="ka-why">
  {% evidence_tag item.found %} {% evidence_tag "missing" "待重签" %}   已有 / 缺
  {% tag "停产" %} {% tag "重大" danger=True %}     grey fact tag
  {% count n "over" %}                             pill; tones "", "over", "review"
  {% act "批准延期" url decision hint="…" verb="办理" primary=True post=True %}   row in <ul class="ka-acts">; `decision` is a
                                                   Decision or truth value, `reason="…"` for the refusal text; post = form
  {% button "导出" url icon="download" %} {% button "登记核查" url primary=True %} {% button "签收" url post=True small=True %}
  {% progress 38 42 label="自动取数" over=False %}  bar
  {% empty "整改后照片未上传" "请站在1号机位拍摄" icon="camera" url=u act="去拍摄" %}   dashed slot (in card or .ka-photos)
  {% note text "warn" url "逐处对比" %}             note beside a decision; tones "", done, warn, danger
  {% chain steps col=False %}                      steps of {label, note, state: "done"|"now"|""}
  {% timeline events long=False %}                 events of {when, text, url?, who?, note?, bad?}
  {% file_row name url size %}                     row in <ul class="ka-files">
  {% photo url alt title taken_at who full %}      figure in <div class="ka-photos">
  {% table_head columns %}                         columns: label | (label, sort key) | (label, sort key, css); ?sort=-key
  {% pager page %}                                 Django Page; ?page=
  {% unlike_trail row %}                           in red what of a record is not as the trail froze it, in block above
  {% history_link mine %}                          办理记录 of a record whose room offers it (integrity.histories), in block head_meta
  {% with_query state="over" page="" %}            this address with parameters changed (filter chips)
  {% icon "camera" %} {% icon "arrow-left" _("Back") %}   tabler outline icon; second form when it stands alone
  {% day d %} {% moment m %} {% lately m %} {% money x %}   <time>/span; the same names as filters give plain text:
  {{ d|day }} 7月20日 · {{ d|full_day }} · {{ d|long_day }} 2023年7月20日 星期四 · {{ m|moment }} · {{ m|time_of_day }} ·
  {{ m|lately }} 10:42, 昨日, 7月18日 · {{ x|money }} 86万元 · {{ n|filesize }}
FORMS   <form method="post" class="ka-form" {% draft "duties.submit.12" form %} enctype="multipart/form-data">{% csrf_token %}
          {% form_body form %}<div class="ka-submit"><button class="btn btn-primary">报送</button></div></form>
        or by hand: {% form_errors form %} {% field form.day %} {% field form.height unit="米" %} {% once %}
        Python: `from kuangan.foundation.ui.forms import Form, DayField, ClockField, AmountField, WholeField, LongTextField,
        PhotosField, FilesField`; `groups = [("标题", ["field"])]`; RadioSelect → big choices; `form.refuse(refused)` puts a
        Refused beside its field; `once.claim(request)` → token; on success `drafts.taken(request, key)` then redirect.
        With scripts a form that posts is sent by static/ui/sending.js (bar, kept on the device without signal, answer shown
        as the browser would): a view answers as to any form; `sending` tells where a redirect leads.
        ready phrases: <div class="ka-quick"><button type="button" class="btn btn-plain" data-insert-into="id_why">照片重复</button></div>
        filters: <form class="ka-filter" method="get" data-apply>… <button class="btn btn-plain" data-apply-button>; chips:
        <div class="ka-chipset"><a href="{% with_query only='over' %}" aria-current="true">只看逾期 6</a></div>
        print: <button type="button" class="btn btn-plain" data-print hidden>打印</button>
TABLES  <table class="ka-table">; add ka-table--cards so that rows become cards on the phone (give td data-label="期限"), or wrap a
        table that must stay wide in <div class="ka-wide-table">; ka-table--tight 32 px rows; --flush top-aligned; td.r right;
        td.ka-act last cell; td.ka-ell cuts with dots; section row: <tr class="ka-group"><td colspan="6"><h2>逾期</h2> {% count 3 "over" %}
        work desk: class "ka-table ka-desk ka-table--cards" with <col class="c-mine|c-clause|c-due|c-state|c-act">
        evidence: class "ka-table ka-table--flush ka-evi ka-table--cards" with <col class="e-req|e-st">
LISTS   <dl class="ka-kv"><dt><dd> label and value; <dl class="ka-facts"><div><dt><dd></div> in a row; <div class="ka-line"> words in a
        line; <ul class="ka-log"><li><time>10:42</time><span>…</span></li>; <ul class="ka-need"> evidence lines; <ul class="ka-todo"><li><a href>
        {% mark … %}<span><strong>title</strong><span>due</span></span>{% icon "chevron-right" %}</a> tasks (phone rows 72);
        <ul class="ka-areas"><li>{% evidence_tag True "已查" %}采场北帮<span class="ka-end">3张照片</span></li>; .ka-clocks > .ka-card.ka-clock with
        .ka-big; <ul class="ka-five">; <div class="ka-listed"><b>挂牌督办</b><span>…</span><a class="ka-end" href></div>
WORDS   .ka-muted .ka-small .ka-meta .ka-strong .ka-danger .ka-nowrap .ka-num .ka-end (to the right) .ka-hide (read out only)
        buttons: btn btn-primary | btn-plain | btn-sm. fields: form-control, form-select. There is no Tabler style sheet: only
        the classes of static/ui exist. All anatomy of design/look works with its own class names.
MENU    menu.add(MenuItem("duties", _("Duties"), "duties:list", "file-check", "duties.read", group=20, order=10, phone=True,
        badge=lambda actor: Badge(3, "over", _("overdue")))) in apps.ready(); parent="duties" for a sub-entry.
PANELS  panels.add("registry.mine", "duties", render, order=10): a piece of HTML on a page of a room below; panels.shown there.
SLOTS   frame.provide(frame.CAMPAIGN_TITLE, fn(request)) · BANNER · DEMO_WORD · PLACE · USER_LINKS · CLAUSE_ADDRESS (fn(ref)) · HISTORY_ADDRESS (fn(record)) · UNREAD
MOUNT   path("ui/", include("kuangan.foundation.ui.web.urls")) gives ui:large and ui:language (POST; verbs public.…).
HTMX    attributes only, csrf header is set on <body>. Preview: `manage.py ui_preview FOLDER` writes every component as pages.
"""
# ruff: noqa: E501 - the card is a table that is read side by side
