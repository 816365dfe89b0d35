-- What a mail needs to know of its step while it is on its way.

alter table envelope add column on_uncertain text not null default 'resend'
  check (on_uncertain in ('resend', 'hold'));  -- when nobody knows whether an attempt arrived
alter table envelope add column topic_id uuid; -- whoever left the topic does not get the mail
