"""Words of one meaning as editors write them."""

from typing import Any

from wtforms import TextAreaField, ValidationError

from eventapp.domain.exchange.finding.synonym import (
    EXPRESSION_MAX_LENGTH,
    EXPRESSION_WORDS_MAX,
    EXPRESSIONS_MAX,
    EXPRESSIONS_MIN,
)
from eventapp.domain.exchange.finding.synonym_list import split_expressions
from eventapp.domain.people.stemmer import split_words
from eventapp.forms.fields import MaxLength, Required, SeveralLines, tidy
from eventapp.forms.versioned import VersionedForm
from eventapp.i18n import _, _l
from eventapp.models import SynonymGroup

TEXT_MAX_LENGTH = EXPRESSIONS_MAX * (EXPRESSION_MAX_LENGTH + 2)


class SynonymForm(VersionedForm):
    """Two expressions or more, a comma or a line between them."""

    expressions = TextAreaField(
        _l("Words that mean the same"),
        description=_l(
            "At least two, with a comma between them. An expression may be of several words, "
            "for example: social insatsgrupp, SIG."
        ),
        filters=[tidy],
        validators=[
            Required(_l("Write at least two words.")),
            MaxLength(TEXT_MAX_LENGTH),
            SeveralLines(),
        ],
    )

    def validate_expressions(self, field: TextAreaField) -> None:
        """Raise ValidationError with what is too few, too many or too long."""
        expressions = split_expressions(field.data)
        if not EXPRESSIONS_MIN <= len(expressions) <= EXPRESSIONS_MAX:
            raise ValidationError(
                _(
                    "Write between %(least)s and %(most)s, with a comma between them.",
                    least=EXPRESSIONS_MIN,
                    most=EXPRESSIONS_MAX,
                )
            )
        for expression in expressions:
            words = split_words(expression)
            too_long = len(expression) > EXPRESSION_MAX_LENGTH or len(words) > EXPRESSION_WORDS_MAX
            if too_long or not words:
                raise ValidationError(
                    _(
                        "Write “%(words)s” shorter: at most %(most)s words.",
                        words=expression,
                        most=EXPRESSION_WORDS_MAX,
                    )
                )


def synonym_form_data(group: SynonymGroup) -> dict[str, Any]:
    """The initial values of the form."""
    return {"expressions": group.expressions, "version": group.version}
