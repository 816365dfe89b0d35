-- Runs that are moved to another version of their automation.

alter table run_intervention drop constraint run_intervention_kind_check;
alter table run_intervention add constraint run_intervention_kind_check check (kind in ('cancel', 'retry', 'move'));
