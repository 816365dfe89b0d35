-- What links that need no API key are signed with.

-- :name find
select value
from link_secret
