-- From here on workers send the messages of the outbox. What has gathered in it until now is old news.
UPDATE notifications SET status = 'Skipped', last_error = 'it was never sent: notifications were not sent at that time'
WHERE status = 'Pending';
