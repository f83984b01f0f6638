"""Every column of every table of ours is bound to the chain, or left out by name with a reason."""

from django.apps import apps

from euthymia.clinic.audit.columns import BATCHED, LEFT_OUT, NEWEST, VERSIONS, columns
from euthymia.clinic.infusion.session.bulk import Kept, Noted

# The chain is bound by its own hashes; counts of tries and leases of messages stand before any act, and what they come
# to is in the chain.
CHAIN = {"audit_auditevent", "audit_chainhead", "people_trycounter", "people_refusalcount", "outbox_lease"}


def ours() -> dict[str, set[str]]:
    models = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("euthymia.")]
    return {m._meta.db_table: {f.attname for f in m._meta.concrete_fields} - {"id"} for m in models}


def test_each_table_is_in_the_newest_list():
    assert set(ours()) - CHAIN == set(VERSIONS[NEWEST])


def test_each_column_is_bound_or_left_out_with_a_reason():
    said = {table: set(columns(table)) | LEFT_OUT.get(table, {}).keys() for table in VERSIONS[NEWEST]}

    assert said == {table: names for table, names in ours().items() if table not in CHAIN}
    assert all(reason for columns in LEFT_OUT.values() for reason in columns.values())


def test_no_column_is_both_bound_and_left_out():
    assert [table for table, left in LEFT_OUT.items() if set(columns(table)) & left.keys()] == []


def test_what_the_listener_sends_is_in_the_order_of_the_list():
    assert Kept._fields == columns("infusion_devicemessage") and Noted._fields == columns("infusion_sessionevent")
    assert set(VERSIONS[NEWEST]) > BATCHED
