### Words for the screens. Ids are “feature-name”. The server’s words (error-…) live here, too, and are not built into the client.
### $outside is the organisation’s own word for outsiders and is known to every sentence.

## ui: words of every screen

ui-back = Back
ui-close = Close
ui-help = Help
ui-again = Try again
ui-later = Later
ui-cancel = Cancel
ui-save = Save
ui-delete = Delete
ui-search = Search
ui-next = Next
ui-more = Show more
ui-on = On
ui-off = Off
ui-optional = May be left empty
ui-loading = Loading
ui-saving = Saving
ui-saved = Saved
ui-nothing = Nothing here yet
ui-offline = You are offline. What you write will be sent when you are back.
ui-connecting = Reconnecting…
ui-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
ui-copied = Copied
ui-copy = Copy

## app: the frame

app-talks = Talks
app-directory = People
app-settings = Settings
app-console = Manage
app-about = About this server
app-help = Help
app-main = Main
app-side = Details
app-choose = Choose something on the left
app-not_found = No such page
app-not_found_text = This page could not be found. Its address may have changed, or it was removed.
app-to_talks = To your talks
app-update = There is a new version
app-update_now = Use it now

## rooms: rooms and messages

rooms-title = Room
rooms-people = Who is in this room
rooms-join = Join
rooms-new_talk = New talk
rooms-unread = { $count } unread
rooms-waiting = Will be sent when you are back online
rooms-sending = Sending
rooms-failed = Not sent
rooms-outside_some = Outsiders

## receipts: read and acknowledged

## accounts: oneself

accounts-sign_in = Sign in
accounts-entry = Entry link
accounts-set_up = First set-up

## directory: people and units

directory-person = Person

## importers: bringing members in

## console: administration

## error-client: failures only the screen knows of

error-client-offline = Try again where the signal is better. What you have written is kept on this device.
    .title = Cannot reach the server
error-client-unexpected = Wait a moment and try again. If it goes on, tell your administrator.
    .title = That did not work

## error: the server’s words. Ids are error-<noun>-<code>, .title is the heading

