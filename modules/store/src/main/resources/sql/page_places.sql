-- What has this id: a look-up by primary key in each table that has a page.

-- :name places
select case
  when exists (select from run where project_id = :project_id and id = :id) then 'runs'
  when exists (select from event where project_id = :project_id and id = :id) then 'events'
  when exists (select from contact where project_id = :project_id and id = :id) then 'contacts'
  when exists (select from envelope where project_id = :project_id and id = :id and channel = 'email') then 'emails'
  when exists (select from automation where project_id = :project_id and id = :id) then 'automations'
end as place
