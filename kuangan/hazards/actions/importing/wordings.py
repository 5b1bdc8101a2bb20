"""What the hazards room says about rows of a ledger."""

from django.utils.translation import gettext_lazy as _

from kuangan.foundation.exchange.wording import Wording, teach

_LEAVE = _("If it is the same one, leave this row out.")

teach(
    {
        "hazards.number_unknown": Wording(
            "error",
            _("No hazard of your jurisdiction has this number."),
            _("Clear the cell to enter it as a new hazard; numbers are given by the system."),
        ),
        "hazards.number_foreign": Wording(
            "note",
            _("This is no number of this system; the row is taken by its words, and the number is kept in them."),
        ),
        "hazards.other_mine": Wording(
            "error", _("The hazard with this number belongs to %(name)s."), _("Correct the mine or clear the number.")
        ),
        "hazards.settled": Wording(
            "error",
            _("%(number)s has been reported as rectified or is settled; its words stay as they are."),
            _("Put the row back as it was, or leave it out."),
        ),
        "hazards.of_bureau": Wording(
            "error",
            _("The bureau found %(number)s, so the bureau corrects its words."),
            _("Put the row back as it was, and ask the county bureau."),
        ),
        "hazards.says_nothing": Wording(
            "error", _("It does not say what is wrong."), _("Write what is wrong, in a few words at least.")
        ),
        "hazards.followed": Wording(
            "warning",
            _("The ledger holds “%(held)s”; a file does not change it."),
            _("Change it on the page of the hazard, by the act that belongs to it."),
        ),
        "hazards.mine_unknown": Wording(
            "error",
            _("No mine of your jurisdiction is called that."),
            _("Write its name as in the registry, its short name, or its code."),
        ),
        "hazards.mine_like": Wording(
            "error",
            _("No mine of your jurisdiction is called that. Perhaps %(name)s is meant."),
            _("Write its name as in the registry, its short name, or its code."),
        ),
        "hazards.mine_several": Wording(
            "error", _("Several mines are called that: %(name)s."), _("Write the code of the one that is meant.")
        ),
        "hazards.future_day": Wording(
            "error", _("The day on which it was found lies in the future."), _("Correct the day.")
        ),
        "hazards.early_day": Wording(
            "error",
            _("The day on which it was found lies too far back."),
            _("Correct the year; leave out what is older than five years."),
        ),
        "hazards.source_official": Wording(
            "error",
            _("A mine enters what it found itself; inspections are entered by the bureau."),
            _("Correct how it was found, or leave the row to the bureau."),
        ),
        "hazards.known": Wording("note", _("It is in the ledger already as %(number)s; nothing is entered twice.")),
        "hazards.was_withdrawn": Wording(
            "warning",
            _("It was in the ledger as %(number)s and was withdrawn."),
            _("Decide whether it is there again."),
        ),
        "hazards.like_settled": Wording(
            "warning", _("%(number)s is almost the same and waits for acceptance or belongs to the bureau."), _LEAVE
        ),
        "hazards.like_row": Wording("warning", _("Row %(row)s is almost the same."), _LEAVE),
        "hazards.grade_suspected": Wording(
            "warning",
            _("It comes in as suspected major: only a determination against a criterion makes a hazard major."),
            _("Have it determined after the import."),
        ),
        "hazards.grade_missing": Wording("note", _("No grade is given; it is taken as general.")),
        "hazards.not_proven": Wording(
            "warning",
            _("It comes in as registered: nothing is closed out without proof. What the file says is kept in words."),
            _("Add the proof and apply for acceptance after the import."),
        ),
    }
)
