"""The site's settings: looked at before they are saved, each version kept and put back at will."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp.clock import utcnow
from eventapp.documents.logo import LogoTooLarge, LogoTooWide, UnreadableLogo, draw_logo
from eventapp.domain.errors import Refusal, StaleVersion
from eventapp.domain.permission import Action
from eventapp.domain.site import settings
from eventapp.domain.site.settings import LogoPicture
from eventapp.domain.site.site import (
    Site,
    forget_site,
    newest_version,
    shown_site,
    site_of,
    starting_site,
)
from eventapp.extensions import db
from eventapp.forms.registration.confirmation import ConfirmationForm
from eventapp.forms.site.settings import LogoForm, SiteForm, site_form_data
from eventapp.i18n import _
from eventapp.models import Account, SiteSettings
from eventapp.views.attempt import attempt
from eventapp.views.guards import require_confirmation, staff
from eventapp.views.organizer.submissions import FIELD, claim_again

bp = Blueprint("settings", __name__, url_prefix="/settings")
LARGEST_SENT_BYTES = 4 * 1024 * 1024


@bp.get("")
@staff(Action.MANAGE_SETTINGS)
def edit(account: Account) -> ResponseReturnValue:
    """The form, as the site is now."""
    site = _in_force()
    return _page(account, SiteForm(site, data=site_form_data(site)), site)


@bp.post("")
@staff(Action.MANAGE_SETTINGS)
def update(account: Account) -> ResponseReturnValue:
    """Save a version; a stale save shows both texts. From the preview one may also go back."""
    site = _in_force()
    form = SiteForm(site)
    if not form.validate_on_submit():
        return _page(account, form, site), 422
    if request.form.get("back"):
        return _page(account, form, site)
    version = form.version.data
    with attempt() as tried:
        changed = settings.save_settings(
            form.site(), version=version, actor=account.code, now=utcnow()
        )
        number = _in_force().version
    if tried.refusal:
        return _page(account, form, _in_force(), tried.refusal), 409
    forget_site()
    if changed:
        flash(_("The settings have been saved. They show everywhere within a second."), "good")
        return redirect(url_for(".edit", saved=number), 303)
    flash(_("Nothing was changed."), "plain")
    return redirect(url_for(".edit"), 303)


@bp.post("/preview")
@staff(Action.MANAGE_SETTINGS)
def create_preview(account: Account) -> ResponseReturnValue:
    """A page with these settings, of which nothing is saved."""
    site = _in_force()
    form = SiteForm(site)
    if not form.validate_on_submit():
        return _page(account, form, site), 422
    unsent = ("csrf_token", FIELD, "back")
    return render_template(
        "organizer/settings/preview.html",
        account=account,
        site=shown_site(form.site()),
        sent=[item for item in request.form.items(multi=True) if item[0] not in unsent],
    )


@bp.post("/logo")
@staff(Action.MANAGE_SETTINGS)
def create_logo(account: Account) -> ResponseReturnValue:
    """Draw the uploaded file anew, outside of any transaction, and save it as a version."""
    form, actor = LogoForm(), account.code
    if not form.validate_on_submit():
        return _logo_page(account, form), 422
    db.session.rollback()
    try:
        with form.file.data.stream as stream:
            drawn = draw_logo(stream.read(LARGEST_SENT_BYTES))
    except LogoTooLarge:
        form.file.errors = [_("The file is too large. Choose one of at most 500 kB.")]
    except LogoTooWide:
        form.file.errors = [_("Choose a picture that is at most six times as wide as it is high.")]
    except UnreadableLogo:
        form.file.errors = [
            _("We cannot read this file. Choose a PNG, or an SVG that loads nothing else.")
        ]
    if form.errors:
        return _logo_page(account, form), 422
    picture = LogoPicture(drawn.png, drawn.width, drawn.height, drawn.digest)
    return _save_logo(account, actor, picture, form)


@bp.post("/logo/removal")
@staff(Action.MANAGE_SETTINGS)
def destroy_logo(account: Account) -> ResponseReturnValue:
    """Go back to the design's own mark."""
    form = LogoForm()
    require_confirmation()
    return _save_logo(account, account.code, None, form)


@bp.get("/history")
@staff(Action.MANAGE_SETTINGS)
def index(account: Account) -> ResponseReturnValue:
    """Who saved what, and when."""
    return render_template(
        "organizer/settings/index.html",
        account=account,
        listed=settings.list_versions(page=request.args.get("page", 1, int)),
        current=_in_force().version,
    )


@bp.get("/history/<int:number>")
@staff(Action.MANAGE_SETTINGS)
def show(account: Account, number: int) -> ResponseReturnValue:
    """One version beside the one in force, with a button that puts it back."""
    return _version_page(account, _load(number))


@bp.post("/history/<int:number>/restoration")
@staff(Action.MANAGE_SETTINGS)
def create_restoration(account: Account, number: int) -> ResponseReturnValue:
    """Put an older version in force again, as a new one; number 0 is the site as installed."""
    row, form = _load(number) if number else None, ConfirmationForm()
    if not form.validate_on_submit():
        abort(400)
    version = request.form.get("version", 0, int)
    with attempt() as tried:
        settings.restore_settings(row, version=version, actor=account.code, now=utcnow())
        restored = _in_force().version
    if tried.refusal:
        if number:
            return _version_page(account, _load(number), tried.refusal), 409
        return _logo_page(account, None, tried.refusal), 409
    forget_site()
    flash(_("The older settings are in use again."), "good")
    return redirect(url_for(".edit", saved=restored), 303)


def _in_force() -> Site:
    row = newest_version()
    return site_of(row) if row else starting_site()


def _load(number: int) -> SiteSettings:
    return (settings.find_version(number) if number < 2**31 else None) or abort(404)


def _save_logo(
    account: Account, actor: str, picture: LogoPicture | None, form: LogoForm
) -> ResponseReturnValue:
    claim_again()
    with attempt() as tried:
        changed = settings.save_logo(picture, version=form.version.data, actor=actor, now=utcnow())
        number = _in_force().version
    if tried.refusal:
        form.file.errors = [tried.refusal.message]
        return _logo_page(account, form), 409
    forget_site()
    if changed:
        flash(_("The logo has been saved.") if picture else _("The logo has been removed."), "good")
        return redirect(url_for(".edit", saved=number), 303)
    flash(_("Nothing was changed."), "plain")
    return redirect(url_for(".edit"), 303)


def _logo_page(account: Account, logo_form: LogoForm | None, refusal: Refusal | None = None) -> str:
    """The form as the site is now, and beside it the logo's as it was sent."""
    site = _in_force()
    form = SiteForm(site, formdata=None, data=site_form_data(site))
    return _page(account, form, site, refusal, logo_form)


def _before_saved(site: Site) -> int | None:
    """What the save that led here can be undone to; None once another has followed it."""
    saved = request.args.get("saved", 0, int)
    return settings.number_before(saved) if saved and saved == site.version else None


def _page(
    account: Account,
    form: SiteForm,
    site: Site,
    refusal: Refusal | None = None,
    logo_form: LogoForm | None = None,
) -> str:
    differences = []
    if isinstance(refusal, StaleVersion):
        differences = form.merge(site_form_data(site))
    return render_template(
        "organizer/settings/edit.html",
        account=account,
        form=form,
        refusal=refusal,
        differences=differences,
        logo_form=logo_form or LogoForm(formdata=None, data={"version": site.version}),
        saved=site,
        before_saved=_before_saved(site),
    )


def _version_page(account: Account, row: SiteSettings, refusal: Refusal | None = None) -> str:
    site, current = site_of(row), _in_force()
    return render_template(
        "organizer/settings/show.html",
        account=account,
        row=row,
        refusal=refusal,
        version=site,
        current=current,
        changed=settings.differing(site, current),
        labels={field.name: field.label.text for field in SiteForm(current, formdata=None)},
    )
