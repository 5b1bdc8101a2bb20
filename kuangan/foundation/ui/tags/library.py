"""The one library on which every tag module registers."""

from django.template import Library

register = Library()
