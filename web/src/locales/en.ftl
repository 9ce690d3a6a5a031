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
ui-own_only = No QR can be shown here: the server’s address is of this computer only, or without HTTPS, so no telephone can open it. Set up an HTTPS address and name it in KAIRAN_PUBLIC_URL (docs/howto/https.md).
ui-copy_address = Copy the address
ui-other_language = 日本語

## app: the frame

app-plain_head = This address does not work
app-plain_why = This connection is not encrypted (http). Others on the way could read along, so Kairan does not work over http. Nothing that was written is lost.
app-plain_everybody = If you want to use Kairan
app-plain_try = First try the address that begins with https.
app-plain_ask = If it does not open, ask whoever gave you this address for the one that begins with https.
app-plain_operator = If you set this server up
app-plain_how = Have a certificate ready and start it like this:
app-plain_more = How to do it with Caddy or nginx is written in:
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
rooms-members = Members
rooms-new_talk = New talk
rooms-unread = { $count } unread
rooms-waiting = Will be sent when you are back online
rooms-sending = Sending
rooms-failed = Not sent
rooms-failed_mark = ! Not sent
rooms-outside_some = Outsiders
rooms-outside = Outside
rooms-comma = {", "}
rooms-me = You
rooms-name = { $name }
rooms-preview = { $name }: { $text }

rooms-search = Find a talk by name
rooms-search_short = Find by name
rooms-all = All
rooms-unread_chip = { $count ->
    [0] Unread
   *[other] Unread { $count }
}
rooms-kept = As of { $age }. Loading what is new.
rooms-still_waiting = Your request to join is waiting. The room will appear here once an owner lets you in.
rooms-none = No talks yet. Write to somebody.
rooms-none_guest = You are in no room now. Ask whoever invited you to do so again.
rooms-none_found = Nothing found.
rooms-none_all = Nothing found.
rooms-none_unread = No unread messages.
rooms-none_outside = No room with people from outside.

rooms-kind_direct = One person
rooms-kind_group = Group
rooms-kind_unit = Unit
rooms-find_person = Find somebody
rooms-find_hint = Name or reading
rooms-find_more = There are more. Write part of a name to narrow it down.
rooms-nobody_found = Nobody found. Try a part of the name.
rooms-chosen = { $count } chosen
rooms-not_this = Take out
rooms-group_name = Name of the group
rooms-group_name_missing = Write a name. You can change it later.
rooms-history = People who join later
rooms-history_all = can read earlier messages
rooms-history_from_joining = read only what comes after
rooms-reader_list = Who may open the reader list
rooms-reader_list_everyone = Everybody in the room
rooms-reader_list_owners = Owners and the sender
rooms-make = Make it ({ $count ->
    [one] { $count } person
   *[other] { $count } people
})
rooms-make_unit = Open the unit’s room
rooms-no_unit = You belong to no unit. Tell your administrator.
rooms-unit_text = Everybody of the unit is inside. When people move, the room follows.
rooms-which_unit = Which unit?

rooms-count_outside = { $members } people, { $outside_count } from outside
rooms-suspended = Suspended
rooms-looking = Looking at this now
rooms-date = Date
rooms-to_date = Go to a date
rooms-to_date_do = Go to this day
rooms-no_such_day = Nothing was written from this day on. Choose another one.
rooms-not_reachable = No device that can be notified
rooms-not_here = You cannot see this room. You may have left it or been removed, or the address is wrong.
rooms-ribbon = { $count } from outside
rooms-ribbon_hosts = { $count } from { $name }
rooms-ribbon_from = { $count } from outside: { $names }
rooms-and_more_places = { $list } …
rooms-see = See
rooms-messages = Messages
rooms-divider = Unread from here
rooms-unread_above = { $count } unread
rooms-new_below = { $count ->
    [one] { $count } new message
   *[other] { $count } new messages
}
rooms-to_end = To the end
rooms-start = This room begins here
rooms-start_direct = Your talk begins here
rooms-start_joining = You can read from here on
rooms-typing = { $name } is writing
rooms-typing_many = { $count } people are writing
rooms-spoken = { $name }, { $time }, { $text }
rooms-more = More
rooms-read_on = Read on
rooms-more_of = Message of { $name }, { $time }
rooms-menu = This message
rooms-undertake = I will see to it
rooms-undertaken = Seeing to it: { $names }
rooms-withdraw_undertaking = Take back
rooms-forwarded = Forwarded
rooms-unsent = { $name } took a message back
rooms-unsent_quote = A message that was taken back

rooms-system_created = { $by } made the room
rooms-system_created_with = { $by } made the room and invited { $who } ({ $count } people in all)
rooms-system_joined = { $who } joined
rooms-system_added = { $by } invited { $who }
rooms-system_left = { $who } left
rooms-system_removed = { $by } removed { $who }
rooms-system_renamed = { $by } named the room “{ $name }”
rooms-system_guest_renamed = “{ $name }” has changed name or affiliation and is now { $who }
rooms-system_owner_added = { $who } became an owner
rooms-system_owner_removed = { $who } is no longer an owner
rooms-outside_name = { $name } from outside
rooms-outside_from = { $name } from outside ({ $from })
rooms-and_more = { $list } and { $count } more

rooms-write = Write a message
rooms-write_short = Write
rooms-send = Send
rooms-reply_to = Reply to { $name }
rooms-reaches = Also reaches { $count ->
    [one] { $count } person
   *[other] { $count } people
} from outside
rooms-reaches_hosts = Reaches { $count ->
    [one] 1 person
   *[other] { $count } people
} of { $name }
rooms-reaches_them = Reaches somebody from outside
rooms-left = { $count ->
    [one] { $count } character left
   *[other] { $count } characters left
}
rooms-too_long = { $count } characters too many. Send it in parts.
rooms-keys_enter = Enter sends, Shift+Enter makes a new line
rooms-keys_ctrl = Ctrl+Enter sends, Enter makes a new line

rooms-reply = Reply
rooms-copy = Copy
rooms-forward = Forward
rooms-read_aloud = Read aloud
rooms-stop_reading = Stop
rooms-no_voice = This device has no voice to read with.
rooms-readers = Reader list
rooms-unsend = Take it back
rooms-not_copied = Could not be copied. Select it by hand.
rooms-unsend_title = Take this message back?
rooms-unsend_read = { $count ->
    [0] Nobody has read it yet.
    [one] { $count } person has read it already and knows what it says.
   *[other] { $count } people have read it already and know what it says.
}
rooms-unsend_kept = The text goes from everybody’s screen; a line that it was taken back remains.
rooms-unsend_do = Take it back
rooms-withdraw_title = Withdraw your acknowledgement?
rooms-withdraw_text = Your seal goes. That you have read it remains.
rooms-withdraw_do = Withdraw it
rooms-wider_title = { $count ->
    [one] { $count } person from outside is here. Send it?
   *[other] { $count } people from outside are here. Send it?
}
rooms-wider_text = In this room { $count ->
    [one] { $count } person
   *[other] { $count } people
} from outside will read it, too.
rooms-wider_from = In this room { $count ->
    [one] { $count } person
   *[other] { $count } people
} from outside ({ $names }) will read it, too.
rooms-wider_do = Send
rooms-forward_where = Forward to which room?
rooms-forward_outside = A room with people from outside. Forward it?
rooms-forward_reaches = In “{ $name }” { $count ->
    [one] { $count } person
   *[other] { $count } people
} from outside will read it, too.
rooms-forward_do = Forward it
rooms-forwarded_to = Forwarded to “{ $name }”

rooms-only_these = { $count ->
    [one] Only this { $count } person can read here
   *[other] Only these { $count } people can read here
}
rooms-nobody_else = Administrators and others cannot.
rooms-no_affiliation = No affiliation
rooms-link_open = An invitation link is open
rooms-link_by = by { $name }
rooms-link_stopped = The link is stopped
rooms-stop = Stop it
rooms-until = until { $day }
rooms-uses_left = { $count ->
    [one] { $count } person left
   *[other] { $count } people left
}
rooms-with_approval = needs approval
rooms-asking = { $count ->
    [one] { $count } person asks to be let in
   *[other] { $count } people ask to be let in
}
rooms-applications = Waiting to be let in: { $count }
rooms-asked_at = Asked { $at }
rooms-refuse = Refuse
rooms-approve = Let in
rooms-owner = Owner
rooms-invited_by = Invited by { $name }
rooms-since = Since { $at }
rooms-talk_to = Talk
rooms-profile = See profile
rooms-owner_make = Make an owner
rooms-owner_remove = No longer an owner
rooms-remove = Remove from the room
rooms-remove_title = Remove from the room?
rooms-remove_text = { $name } will no longer be able to read this room. What was written stays.
rooms-yourself = This is you.
rooms-rules = Rules of this room
rooms-rule_all = People who join later can read earlier messages.
rooms-rule_from_joining = People who join later read only what comes after.
rooms-rule_everyone = Everybody in the room may open the reader list.
rooms-rule_owners = Only owners and the sender may open the reader list.
rooms-rule_unit = Its people follow the organisation chart.
rooms-change_rules = Change name and rules
rooms-changes = Who came and went
rooms-change_joined = { $name } came in
rooms-change_joined_by = { $by } let { $name } in
rooms-change_left = { $name } left
rooms-change_left_by = { $by } removed { $name }
rooms-leave = Leave
rooms-leave_title = Leave “{ $name }”?
rooms-leave_text = You will no longer be able to read this room. What you wrote stays. To come back you must be invited again.
rooms-leave_last = You are the only owner. Name the next one first.
rooms-leave_heir = Next owner
rooms-leave_nobody = You are the only owner and nobody can take over. Invite somebody before you leave.

rooms-invite = Invite
rooms-show_qr = Make a new QR
rooms-by_name = From the directory
rooms-by_link = By link or QR
rooms-added = { $count ->
    [one] { $count } person came in
   *[other] { $count } people came in
}
rooms-add = { $count ->
    [0] Choose people
    [one] Let { $count } person in
   *[other] Let { $count } people in
}
rooms-link_says = Whoever enters by this link counts as somebody from outside, and sees only the names and affiliations of this room’s people and its messages.
rooms-link_until = How long can it be used?
rooms-link_uses = How many people may enter?
rooms-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
rooms-up_to = { $count ->
    [one] { $count } person
   *[other] Up to { $count } people
}
rooms-link_approval = Approve before entering
rooms-link_approval_hint = An owner checks each person
rooms-link_make = Make link and QR
rooms-copy_link = Copy the link
rooms-qr_label = QR code of the invitation into “{ $name }”
rooms-link_once = The link is shown only now. It can be stopped at any time under “Who is in this room”.

rooms-join = Join
rooms-join_title = Invitation into a room
rooms-join_of = Kairan of { $name }
rooms-join_inviter = {" "}({ $from }) invites you
rooms-join_quoted = “{ $name }”
rooms-join_question = Do you want to join?
rooms-join_group = { $name }: { $count ->
    [one] 1 person
   *[other] { $count } people
}
rooms-join_seen_who = { $count ->
    [one] { $count } person in this room
   *[other] The { $count } people in this room
}
rooms-join_seen_middle = {" "}will see your{" "}
rooms-join_seen_what = name and affiliation
rooms-join_seen_end = {""}
rooms-join_not_asked = Your telephone number and e-mail{" "}
rooms-join_not_asked_end = are not asked for
rooms-join_leave = You can{" "}
rooms-join_leave_end = leave at any time
rooms-join_name = Your name
rooms-join_name_missing = Write your name. The people in the room will see it.
rooms-join_affiliation = Affiliation
rooms-join_as = You join as { $name }
rooms-join_until = This invitation can be used until { $day }
rooms-join_approval = An owner must approve.
rooms-join_gone = This invitation cannot be used. It has ended, is full, or was stopped.
rooms-join_gone_help = Ask whoever invited you for a new link.
rooms-join_sign_in = To the sign-in page
rooms-join_waiting = You have asked to join “{ $name }” and are waiting for approval.
rooms-join_waiting_who = { $name } or an owner of the room will decide. The room will then appear in your talks. You may close this page.

## receipts: read and acknowledged

receipts-read = Read
receipts-not_read = Unread
receipts-read_n = Read { $count }
receipts-open = { $shown }, { $told ->
    [0] {""}
   *[other] told { $told },{" "}
}unread { $missing }. Open the list
receipts-acknowledge = Acknowledge
receipts-acknowledged_by = { $count } acknowledged
receipts-acknowledged_too = { $count ->
    [0] You acknowledged
   *[other] You and { $count } acknowledged
}
receipts-withdraw = { $seal }: withdraw your acknowledgement
receipts-pressed = Acknowledged

receipts-readers = Reader list
receipts-missing = { $count } to go
receipts-everybody = Everybody has it
receipts-nobody_left = Only those nobody can check are left
receipts-nobody = Nobody is there to read it yet
receipts-circulated = 回覧済
receipts-excerpt = “{ $text }”
receipts-of = It has reached { $reached } of the { $audience } who should read it
receipts-legend_acknowledged = Acknowledged { $count }
receipts-legend_read = Read { $count }
receipts-legend_told = Told { $count }
receipts-legend_unread = Unread { $count }
receipts-legend_unknown = Cannot be known { $count }
receipts-told = Told in person
receipts-remind = Remind the unread
receipts-remind_what = Rings once more for the { $count } whose devices can be notified.
receipts-remind_later = You can remind them again after ten minutes.
receipts-reminded = At { $at } { $by } reminded { $count }.
receipts-not_reachable = No device that can be notified
receipts-nobody_reachable = None of them has a device that can be notified. Please tell them by telephone or in person.
receipts-told_head = Told another way
receipts-unknown = Cannot be known
receipts-never_in = Not yet using it
receipts-why_left = Has left this room
receipts-why_suspended = Suspended
receipts-unnamed = { $count ->
    [one] { $count } more person left before you came.
   *[other] { $count } more people left before you came.
}
receipts-later = { $count ->
    [one] { $count } person who came later is not counted.
   *[other] { $count } people who came later are not counted.
}
receipts-restricted = In this room only owners and the sender can see the reader list.
receipts-undo = Undo
receipts-told_to = You told { $name }
receipts-how = How?
receipts-how_telephone = By telephone
receipts-how_in_person = In person
receipts-how_fax = By fax
receipts-how_paper = On paper
receipts-how_telephone_by = { $by } by telephone
receipts-how_in_person_by = { $by } in person
receipts-how_fax_by = { $by } by fax
receipts-how_paper_by = { $by } on paper
receipts-how_left = { $how }, by somebody who has left
receipts-told_hint = Your name and the time are kept, too. You can undo it.
receipts-keep = Keep that
receipts-paper_room = Room
receipts-paper_message = Message
receipts-paper_sent = No. { $no }, { $name }, { $at }
receipts-paper_unsent = This message was unsent
receipts-paper_taken = List taken at
receipts-paper_people = People
receipts-paper_status = Status
receipts-paper_name = Name
receipts-paper_affiliation = Affiliation
receipts-paper_at = Time
receipts-paper_note = Note
receipts-paper_told = Told
receipts-print = Print
receipts-csv = Save as CSV
receipts-as_of = at { $time }

## accounts: oneself

accounts-entry = Entry code
accounts-set_up = First set-up
accounts-product = Kairan
accounts-sign_in_head = Sign in
accounts-login = Login name
accounts-login_with_code = Write “name@code of the organisation”
accounts-login_hint = For signing in. No spaces
accounts-password = Password
accounts-password_hint = At least 8 characters
accounts-show = Show the password
accounts-fill = Please fill this in.
accounts-bad_code = Use 2 to 32 small letters, digits and “-”.
accounts-bad_login = Spaces and “@” cannot be used. Write it in one piece.
accounts-bad_password = Write at least 8 characters.
accounts-enter = Sign in
accounts-entering = Signing in
accounts-wait = Please wait { $seconds } s
accounts-too_often = There were too many tries. Wait a little, then try again.
accounts-forgotten = If you have forgotten your password, an administrator can give you an entry code.
accounts-suspended = This account cannot be used now. Ask your administrator.
accounts-ended = Please sign in once more. What you were writing is kept on this device.
accounts-setup_needed = This server has not been set up yet. Ask whoever runs it for the set-up link.
accounts-by_qr = How to enter with a QR code
accounts-by_qr_how = Point your phone’s camera at the entry code you got from your administrator and open the link. No password and no app are needed.
accounts-entry_head_entry = This is the way in for { $name }
accounts-entry_once = This link works once. Opening this page does not use it up.
accounts-entry_devices = Entering signs out the devices used before.
accounts-number_head = Enter with the number on a card
accounts-number_how = Type the 12 digits on your entry card. If you can scan its QR, that is quicker.
accounts-number = Number (12 digits)
accounts-number_twelve = The number has 12 digits. Type the digits only.
accounts-number_gone = This number does not let you in: it is wrong, was used, or has ended. Ask whom your card names.
accounts-number_too_often = Wrong numbers came too often, so wait a while. The QR on the card works even now.
accounts-next = Next
accounts-by_number = Enter with the number on a card
accounts-entry_beside = The devices you use now stay signed in.
accounts-entry_head_device = One more device for { $name }
accounts-add_device = Use another device
accounts-add_device_how = Scan this QR with the camera of the other device, and press the button to enter there. That is all.
accounts-add_device_qr = The QR for another device
accounts-add_device_type = Without a camera, open this address on the other device and type the number.
accounts-add_device_own = Good for 10 minutes, once. It is for your own devices only: show it to nobody else.
accounts-add_device_done = Close
accounts-entry_not_me = If this is not you, close this page without pressing.
accounts-entry_other = On this device { $name } is signed in now. The button below changes that.
accounts-entry_until = Can be used until { $until }
accounts-enter_as = Enter as { $name }
accounts-entry_gone = This link cannot be used
accounts-entry_gone_how = It has been used, has ended, or was withdrawn. Ask your administrator for a new entry code.
accounts-with_password = Sign in with a password
accounts-welcome_head = Tap a sentence you can read
accounts-welcome_how = Everything will be shown in that size. You can change it in Settings.
accounts-sample = Doors open at 8:30.
accounts-sample_label = Sample
accounts-waiting_head = Waiting for approval
accounts-waiting_who = The owner of the room, who invited you, is checking your request. If it is urgent, call that person.
accounts-line = If you opened this in LINE
accounts-line_head = You can read and write here, inside LINE
accounts-line_what = In the ordinary browser you can put it on your home screen and use it like an app.
accounts-line_1 = 1. Press “⋮” at the top or bottom right
accounts-line_2 = 2. Press “Open in browser”
accounts-line_3 = 3. In the share or browser menu press “Add to home screen”
accounts-line_open = Open in the ordinary browser
accounts-for_good = Leave for good
accounts-for_good_hint = Leave this organisation and sign out everywhere
accounts-for_good_head = Leave for good?
accounts-for_good_stays = What you wrote stays in the rooms, with the name { $name }.
accounts-for_good_rooms = You leave your groups. The rooms say so.
accounts-for_good_devices = All your devices are signed out, and no old code or password lets you in.
accounts-for_good_back = The way back is a new invitation.
accounts-for_good_sure = Asking once more: do you want to leave { $organisation } for good?
accounts-for_good_on = Go on
accounts-for_good_do = Leave for good (cannot be undone)
accounts-for_good_not = Stay
accounts-waiting_names = { $names } will decide whether you enter “{ $room }”.
accounts-waiting_nobody = Nobody can decide on “{ $room }” right now. Please tell whoever invited you.
accounts-waiting_where = Once it is decided, this page turns into the room by itself. The same QR or link leads there, too.
accounts-waiting_self = This page opens by itself once you are approved. You wait as { $name }.
accounts-waiting_ask = Check now
accounts-waiting_leave = Do not join after all
accounts-page = Page { $page } of { $pages }
accounts-set_up_head_1 = Which organisation is this for?
accounts-set_up_head_2 = Tell us about yourself
accounts-set_up_head_3 = Your first room
accounts-set_up_over = The set-up is already done
accounts-set_up_over_how = This link works only once. Please sign in with your login name and password.
accounts-organisation = Name of the organisation
accounts-code = Code of the organisation
accounts-code_letters = Small letters and digits
accounts-code_what = Follows the login name (for example yamada@{ $code })
accounts-your_name = Your name
accounts-your_name_hint = First and last name
accounts-room = Name of the room
accounts-room_hint = For example: General affairs
accounts-room_what = A room is where people talk. The next page shows a QR code to invite yours.
accounts-make = Make it and begin
accounts-making = Making it
accounts-baseline_head = How is it before you begin?
accounts-baseline_how = To compare with later. Answer only what you know; rough numbers will do. Nothing is sent outside.
accounts-baseline_calls = How many telephone calls a week?
accounts-baseline_faxes = How many FAX pages a week?
accounts-baseline_mails = How many mails a week?
accounts-baseline_hurts = What hurts most now?
accounts-baseline_number = Please write a number, or leave it empty
accounts-baseline_answer = Answer and go on
accounts-baseline_later = Answer later
accounts-done_head = “{ $room }” is ready
accounts-done_how = Show this QR code to your people. With a phone’s camera they join the room.
accounts-done_qr = QR code for joining “{ $room }”
accounts-done_members = Whoever enters by this code becomes a member of your organisation; do not show it to people from outside. Bring in your staff list under Manage.
accounts-first_word = Write the first word
accounts-look = Display
accounts-look_hint = Text size, light, language
accounts-me = Myself
accounts-me_hint = Name and affiliation
accounts-notifications = Notifications
accounts-notifications_hint = Whether your devices tell you
accounts-devices = Devices and sign-in
accounts-devices_hint = Devices in use, password
accounts-about_hint = Who runs it
accounts-help_hint = Cannot enter, cannot send, lost
accounts-console_hint = Members, units, entry codes
accounts-text = Text size
accounts-text_standard = Standard
accounts-text_large = Large
accounts-text_larger = Very large
accounts-text_largest = Largest
accounts-simple = Simple mode
accounts-simple_hint = Larger and fewer buttons
accounts-light = Light
accounts-light_system = As on this device
accounts-light_light = Light
accounts-light_dark = Dark
accounts-contrast = High contrast
accounts-contrast_hint = Clearer lines and letters
accounts-enter_sends = Enter sends
accounts-enter_sends_hint = On computers. If off, Enter makes a new line
accounts-language = Language
accounts-name = Name
accounts-kana = Reading
accounts-affiliation = Affiliation
accounts-guest_seen = People in your rooms see your name and affiliation.
accounts-name_is_given = Name and affiliation are those of the directory. If they are wrong, tell your administrator.
accounts-my_page = My page in People
accounts-my_page_hint = This is how others see you
accounts-sessions = Devices in use
accounts-sessions_what = Sign out any device you do not know
accounts-device_this = This device
accounts-device_unknown = Unknown device
accounts-device_seen = Last used: { $at }
accounts-device_since = Signed in: { $at }
accounts-device_end = Sign out this device
accounts-device_end_head = Sign out this device?
accounts-device_end_what = It stops working at once. To use it again one has to sign in.
accounts-device_ended = The device was signed out
accounts-password_change = Change the password
accounts-password_set = Set a password
accounts-password_none = You have no password yet. With one you can enter without an entry code.
accounts-password_old = Password now
accounts-password_new = New password
accounts-password_saved = The password was saved
accounts-sign_out = Sign out
accounts-sign_out_head = Sign out of this device?
accounts-sign_out_gone = What this device remembers of your rooms is removed. Nothing on the server is.
accounts-back_password = To come back, use your login name and password.
accounts-back_link = You have no password, so to come back you need an entry code or an invitation.
accounts-leaving = Signing out
accounts-runs = Who runs it?
accounts-operator = Run by
accounts-contact = Contact
accounts-place = Where it stands
accounts-address = Address
accounts-version = Version
accounts-administrators = Administrators
accounts-not_told = Not written down yet
accounts-who_reads = Who can read?
accounts-who_reads_room = Only the people in a room can read it. Not even administrators can, unless they are in it.
accounts-who_reads_operator = Whoever runs the server looks after the data in the machine. If you are worried, ask who runs it, or an administrator.
accounts-help_what = What happened?
accounts-help_whom = Whom can I ask?
accounts-help_administrator = Administrator: ask by a talk or telephone
accounts-help_ask = Ask the administrator at your workplace, or the person who invited you.
accounts-help_enter = I cannot get in
accounts-help_enter_1 = Check capital and small letters in your login name and password.
accounts-help_enter_2 = If you have forgotten the password, ask an administrator for an entry code.
accounts-help_enter_3 = If you came in by an invitation, ask whoever invited you for another one.
accounts-help_size = The letters are too small
accounts-help_size_1 = Open Settings, then Display.
accounts-help_size_2 = Choose the size you can read. It changes at once.
accounts-help_size_go = Change the text size
accounts-help_send = I cannot send
accounts-help_send_1 = What you wrote is kept on this device and is sent by itself when you are back online.
accounts-help_send_2 = Where it says “Not sent”, press “Try again”.
accounts-help_send_3 = If it is urgent, use the telephone.
accounts-help_lost = I have lost my phone
accounts-help_lost_1 = Call an administrator at once.
accounts-help_lost_2 = A new entry code makes the lost device stop working.
accounts-help_lost_3 = Scan that code with your new device, and go on where you were.
accounts-help_seen = Who can see this?
accounts-help_seen_1 = Press the number of people under the name of a room: everybody who can read it is listed.
accounts-help_seen_2 = Rooms with outsiders have a striped edge and say so.
accounts-help_seen_3 = Nobody outside the room can read it, not even administrators.

## notifications: not part of the first load

notifications-this_device = This device
notifications-state_on = This device is notified
    .what = It shows who wrote and in which room, never the text.
notifications-state_off = This device is not notified
    .what = Turned on, it tells you of new messages while Kairan is closed. The device will ask you: press “Allow”.
notifications-state_denied = The settings of this device block notifications
    .what = Open the settings of the device, allow notifications for the browser (or Kairan), and open this page again.
notifications-state_home = Put it on the home screen to be notified
    .what = On an iPhone or iPad only a Kairan opened from the home screen can be notified (from iOS 16.4).
notifications-state_cannot = This browser cannot be notified
    .what = Use a recent Chrome, Edge, Firefox or Safari. It does not work either where the address does not begin with https.
notifications-state_server = This server sends no notifications
    .what = Ask whoever runs it if you need them.
notifications-home_1 = 1. In Safari, press the button with an arrow out of a square, at the bottom
notifications-home_2 = 2. Press “Add to Home Screen”
notifications-home_3 = 3. Open Kairan from the home screen and turn notifications on here
notifications-turn_on = Notify this device
notifications-turn_off = Stop notifying this device
notifications-devices = Devices that are notified
notifications-device_gone = It can no longer be reached. Turn notifications on again on that device.
notifications-device_end = Stop
notifications-delivered = Last delivered: { $at }
notifications-failed = Not delivered at { $at } ({ $why })
notifications-reason_gone = the device is no longer registered
notifications-reason_busy = the push service is busy
notifications-reason_unreachable = the push service cannot be reached
notifications-reason_forbidden = its address is not valid
notifications-reason_other = the push service refused it
notifications-test = Send a test
notifications-test_what = It goes to all devices above; each says whether it arrived.
notifications-test_waiting = Test: on its way
notifications-test_accepted = Test: taken by the push service ({ $at }). The device has not answered yet.
notifications-test_refused = Test: not sent ({ $why })
notifications-test_arrived = Test: arrived on this device ({ $at })
notifications-what = What a notification shows
notifications-what_words = Only the name of who wrote and the name of the room, never the text. It is encrypted up to the device: the companies in between cannot read it. What you hear of each room is chosen on the page of its members.
notifications-room = Notifications of this room
notifications-change = Change
notifications-as_it_is = Keep it so
notifications-level_everything = Everything
    .what = Whoever writes
notifications-level_to_me = To me and announcements only
    .what = Replies to what you wrote, and what owners write
notifications-level_nothing = Nothing
    .what = You see it when you open the room
notifications-mute = Pause for a while
notifications-mute_hour = One hour
notifications-mute_morning = Until 8 in the morning
notifications-muted_until = Paused until { $at }
notifications-unmute = Notify again
notifications-large_room = There are many people here: this room notifies you “to me and announcements only”.

## directory: people and units

directory-card-title = Entry cards, { $organisation }
directory-card-heading = The card to enter Kairan of { $organisation }
directory-card-name = { $name }
directory-card-scan = 1. Scan the QR with your phone’s camera
directory-card-type = or 2. open this address and type the number
directory-card-once = Good once
directory-card-until = Until { $until }
directory-card-no_qr = No QR: the address is of one computer only, or not https
directory-card-help = Need help? { $name }, telephone { $phone }
directory-card-help_nobody = Need help? Ask whoever gave you this card
directory-card-column_name = Name
directory-card-column_affiliation = Affiliation
directory-card-column_address = Address of the QR
directory-card-column_short = Short address
directory-card-column_number = Number
directory-card-column_until = Until
directory-card-column_help = Whom to call
directory-person = Person
directory-search = Search by name, reading, unit or position
directory-searching = Searching in all units
directory-found = People found
directory-units = Units
directory-all = Everybody
directory-way = Path of units
directory-up = To the unit above
directory-more_units = { $count } more units
directory-guest = You see the people of your rooms only
directory-nobody = Nobody was found for “{ $query }”. Try a shorter word.
directory-nobody_guest = Nobody here yet. Once you are in a room you see its people.
directory-nobody_unit = Nobody is in this unit yet.
directory-show_all = Show everybody
directory-suspended = Suspended
directory-admin = Administrator
directory-self = Myself
directory-talk = Talk
directory-call = Call
directory-write = E-mail
directory-guest_facts = Nothing but name and affiliation can be seen.
directory-to_me = Open my settings
directory-name = Name
directory-kana = Reading
directory-kana_hint = In hiragana, for sorting and searching
directory-unit = Unit
directory-unit_also = Also in
directory-no_unit = No unit
directory-need_unit = Choose a unit.
directory-affiliation = Affiliation
directory-position = Position
directory-employee_no = Employee number
directory-employee_no_hint = An employee number or a login name is needed
directory-need_login = Write an employee number or a login name.
directory-login = Login name
directory-login_hint = If empty, the employee number
directory-phone = Telephone
directory-phone_visible = Who sees the telephone
directory-email = E-mail
directory-email_visible = Who sees the e-mail
directory-visible_unit = People of the same unit
directory-visible_organisation = Everybody in the organisation
directory-visible_administrators = Administrators only
directory-level = Level
directory-level_hint = Sorted by this first. May be left empty
directory-order_no = Order number
directory-order_no_hint = Such as a seat. May be left empty
directory-bad_number = Write a number from 0 to 999999.
directory-state = State
directory-state_not_yet = Not yet using it
directory-state_in = Using it
directory-state_suspended = Suspended
directory-edit = Edit
directory-edit_head = { $name }
directory-link = Make an entry code
directory-link_card = Make a paper card (print)
directory-link_hint = For the first time, or a lost phone
directory-link_head = Entry code for { $name }
directory-link_what = Makes a QR code that lets in { $name } and nobody else, once, within 30 days.
directory-link_old = The devices used before stop working.
directory-link_password = The password stays as it is. Nobody’s password is ever shown.
directory-link_show = Let { $name } scan this, or hand it over on paper or by message.
directory-link_once = Once closed, this code cannot be shown again. Do not show it to others.
directory-link_done = Handed over. Close
directory-link_revoke = Withdraw the entry code
directory-link_revoked = The entry code of { $name } was withdrawn
directory-admin_on_question = Make { $name } an administrator?
directory-admin_off_question = Withdraw the administration from { $name }?
directory-admin_what = He or she can then work with the directory, the units and the entry codes of everybody.
directory-admin_on = Make an administrator
directory-admin_off = No longer an administrator
directory-admin_now = { $name } is an administrator now. If they came in by a unit administrator’s entry code, give them a new one.
directory-admin_no_more = { $name } is no longer an administrator
directory-suspend = Suspend
directory-suspend_hint = All devices stop working at once
directory-restore_hint = The same devices work again. If a telephone was lost, issue a new entry code
directory-suspended_now = { $name } was suspended
directory-restore = Restore
directory-restored_now = { $name } was restored
directory-undo = Undo

## importers: bringing members in

importers-title = Bring in members
importers-dry_run = Preview of the import
importers-running = Bringing them in
importers-done = Done
importers-what = Choose the staff list you already have. You see a preview first. Nothing changes until you press the button.
importers-unit = Into which unit?
importers-choose = Choose a file
importers-sending = Reading
importers-drop = Or drop a file here
importers-kinds = CSV (UTF-8, Shift_JIS) or Excel (.xlsx), up to 20 MB
importers-headings = Headings are understood as they are, in Japanese or English
importers-safe = People missing from the file are not removed. It is safe to repeat
importers-old_workbook = This is an old Excel file (.xls). Open it in Excel, save it as .xlsx, and choose that.
importers-no_table = This does not look like a list. Choose a CSV or Excel (.xlsx) file.
importers-too_large = The file is larger than 20 MB. Please split it.
importers-empty = The file is empty. Choose one with people in it.
importers-rows = { $count } rows
importers-reading = Reading the file
importers-progress = { $done } of { $rows } people
importers-may_leave = You may close this page; the import goes on.
importers-added = New
importers-changed = Changed
importers-same = Same
importers-bad = Rows to mend
importers-unit_people = people
importers-unit_rows = rows
importers-nothing_yet = Nothing has been changed yet
importers-heading = Meaning of “{ $heading }”
importers-what_is = What is “{ $heading }”?
importers-sample = For example: { $sample }
importers-remembered = The answer is remembered for the next import
importers-please_choose = Please choose
importers-ignore = Do not use
importers-known = { $count } headings understood
importers-bad_rows = { $count } rows to mend
importers-save_problems = Save with reasons
importers-line = Line
importers-column = Column
importers-value = Value
importers-to_mend = To mend
importers-none = empty
importers-first = The first { $count }. The rest is in the file “Save with reasons”.
importers-first_changes = The first { $count }.
importers-changes = { $count } changed
importers-person = Person
importers-field = Field
importers-before = Now
importers-after = After
importers-new_units = { $count } new units
importers-missing = { $count } not in the file
importers-missing_what = These people are not in the file. They are not removed.
importers-missing_see = See the { $count }
importers-missing_suspend = Suspend { $count } people
importers-missing_question = Suspend { $count } of { $known } people?
importers-missing_then = They cannot use it from that moment, on any device. If you undo it, the same devices work again.
importers-missing_lost = If somebody has lost a telephone, issue a new entry code after undoing: the old devices then stop working.
importers-missing_many = This is more than a third of the directory ({ $count } of { $known }). Is this file the whole list? If it holds only some of the people, do not suspend.
importers-missing_anyway = It is the whole list. Suspend { $count } people
importers-missing_check = Do not suspend, check the file
importers-missing_suspended = { $count } people were suspended
importers-missing_restored = { $count } people were restored
importers-cannot = This cannot be brought in yet. Answer the question about the headings.
importers-nothing = There is nothing to change.
importers-nothing_missing = The { $count } people not in the file can be suspended above.
importers-open_columns = { $count } headings are not understood. You can go on without them.
importers-starting = Starting
importers-run_good = Bring in the good rows ({ $count })
importers-run = Bring in ({ $count })
importers-done_text = { $count } people were brought in
importers-to_members = Hand out entry codes
importers-another = Bring in another file
importers-failed_safe = Those brought in so far stay. Bringing in the same file again doubles nobody.
importers-field-login = Login name
importers-field-employee_no = Employee number
importers-field-name = Name
importers-field-surname = Surname
importers-field-given_name = Given name
importers-field-kana = Reading
importers-field-surname_kana = Reading of the surname
importers-field-given_name_kana = Reading of the given name
importers-field-unit = Unit
importers-field-bureau = Bureau
importers-field-division = Division
importers-field-section = Section
importers-field-team = Team
importers-field-position = Position
importers-field-level = Level
importers-field-order_no = Order number
importers-field-email = E-mail
importers-field-phone = Telephone
importers-field-kind = Kind
importers-field-affiliation = Affiliation as shown
importers-field-ignore = Do not use
importers-problem-line = Line
importers-problem-column = Column
importers-problem-value = Value
importers-problem-reason = To mend
importers-problems-file = rows to mend

## console: administration

console-title = Manage members
console-forbidden = This page is for administrators. Ask one if you need something.
console-import = Bring in a list
console-new = Add one
console-new_head = Add one member
console-add = Add
console-members = Members
console-cards = Entry cards
console-cards_head = Make entry cards
console-cards_whom = For whom
console-cards_everybody = Everybody not yet in
console-cards_mine = People of my units not yet in
console-cards_found = Not yet in: { $count }. Of these, { $carded } have a card or code that is good.
console-cards_again = Make new ones for them, too
console-cards_again_what = Their old cards and codes end.
console-cards_most = { $most } can be made at once. Make the rest afterwards.
console-cards_one = Card for { $name }
console-cards_call = Whom to call, as the cards say
console-cards_nobody = Nobody is named yet.
console-cards_change = Change on the page of the organisation
console-cards_make = Make cards ({ $count })
console-cards_progress = { $done } of { $total } are made
console-cards_once = Save them now. Numbers and codes are kept nowhere: once this page is closed, the same cards cannot be shown again (new ones can be made).
console-cards_pdf = Print (PDF)
console-cards_csv = Save for mail merge (CSV)
console-help_name = Whom to call (name)
console-help_phone = Whom to call (telephone)
console-help_what = Stands on entry cards.
console-members_head = Members
console-units = Units
console-all = All of { $name }
console-mine = Your units
console-state_in = Using it
console-state_not_yet = Not yet
console-state_suspended = Suspended
console-filter_all = All
console-filter_not_yet = Not yet
console-filter_in = Using it
console-filter_suspended = Suspended
console-by_unit = By unit
console-by_need = Most “not yet” first
console-bar = { $unit } { $of }: { $in } using it, { $not_yet } not yet, { $suspended } suspended. See members
console-other_units = { $count } more units
console-nobody = Nobody is like this.
console-place = Unit and position
console-acts = What to do
console-qr = Entry code
console-suspend = Suspend
console-units_how = Press a unit to rename or move it, or to say who administers it.
console-no_units = No units yet. They are made by themselves when you bring in a list.
console-add_top = Add a unit
console-add_below = Add a unit below
console-unit_name = Name of the unit
console-rename = Rename
console-move = Move below another unit
console-move_to = Where to?
console-top = At the top
console-moved = “{ $name }” was moved
console-delete = Delete this unit
console-deleted = “{ $name }” was deleted
console-not_empty = A unit with people or units in it cannot be deleted.
console-see_members = Members of this unit
console-unit_admins = Administrators of this unit
console-unit_admins_what = They can hand out entry codes and edit people in this unit and those below. Who came in by the entry code of another unit’s administrator is signed out once when made an administrator.
console-unit_admin_add = Name of the person to add
console-unit_admin_question = Make { $name } an administrator of “{ $unit }”?
console-unit_admin_now = { $name } is an administrator of “{ $unit }” now
console-unit_admin_no_number = none
console-unit_admin_on = Make administrator
console-unit_admin_off = Remove
console-organisation = Organisation
console-organisation_name = Name of the organisation
console-organisation_name_what = Shown where people sign in and are invited. What follows the @ in login names stays.
console-outside_word = Your word for people from outside
console-outside_word_what = Such as 社外, 庁外 or 学外, at most 20 characters. Screens in Japanese use it wherever outsiders are meant.
console-unsend_for = How long a message can be taken back
console-baseline = How it was before
console-baseline_since = Answered on { $at }. You can change it and save it again.
console-unsend_for_what = Until then its sender can take it back. This also goes for messages that were sent before.
console-unsend_never = Not at all
console-unsend_minutes = { $count ->
    [one] { $count } minute
   *[other] { $count } minutes
}
console-unsend_hours = { $count ->
    [one] { $count } hour
   *[other] { $count } hours
}
console-unsend_days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}

## error-client: failures only the screen knows of

error-client-offline = Try again where the signal is better. What you have written is kept on this device.
    .title = Cannot reach the server
error-client-unexpected = Wait a moment and try again. If it goes on, tell your administrator.
    .title = That did not work

## error: the server’s words. Ids are error-<noun>-<code>, .title is the heading

error-kernel-not_found = It is not there, or not for you to see. Check the address.
    .title = Not found
error-kernel-not_allowed = You may not do this. Nothing was changed. Ask your administrator if you need to.
    .title = You may not do this
error-kernel-conflict = It is so already, or somebody else was first. Nothing was changed. Open the page again and look.
    .title = It has changed already
error-kernel-refused = A rule does not allow this. Nothing was changed. Ask your administrator if you need to.
    .title = This cannot be done
error-kernel-too_many = That was too often in a short time. Nothing was changed. Wait about { $retry_after } seconds and try again.
    .title = Please wait a moment
error-kernel-bad_input = What was sent does not have the right form. Nothing was changed. Mend what is marked and send it again.
    .title = Please mend what you entered
error-kernel-too_large = What was sent is too large, so it was not accepted. Nothing was kept. Make it smaller, or send it in parts.
    .title = Too large
error-kernel-busy = We could not make sure that it was kept. A message sent again is not doubled. Wait a moment and try again.
    .title = Not possible just now
error-kernel-method_not_allowed = This address does not take that. Nothing was changed. Open the page again and try once more.
    .title = That cannot be done here
error-kernel-mistake = Something unexpected happened on the server. Open the page again to see what was kept. If it goes on, tell your administrator.
    .title = A fault of the server
error-kernel-needs_https = This connection is not encrypted (http), so it was not accepted. Nothing was changed. Open the address that begins with https.
    .title = Please use https
error-kernel-cross_site = This came from another site, so it was not accepted. Nothing was changed. Open Kairan again and try once more.
    .title = Not accepted
error-accounts-not_signed_in = Sign in once more. What you wrote is kept on this device.
    .title = Please sign in
error-accounts-not_found = This person was not found.
    .title = Not found
error-accounts-session_not_found = That device is signed out already.
    .title = Not found
error-accounts-entry_link_not_found = It has been used, has ended, or was withdrawn. Ask your administrator for a new entry code.
    .title = This link cannot be used
error-accounts-setup_not_found = The set-up is done already, or the link is wrong. Ask whoever runs the server.
    .title = This set-up link cannot be used
error-accounts-wrong_login = Check login name and password, then try again.
    .title = You could not be signed in
error-accounts-wrong_password = Check the password you have now and write it again.
    .title = The password is wrong
error-accounts-no_login = Without a login name there can be no password.
    .title = Not possible
error-accounts-login_taken = Somebody else has this login name. Choose another.
    .title = This login name is taken
error-accounts-code_taken = Another organisation has this code. Choose another.
    .title = This code is taken
error-accounts-last_administrator = One administrator is always needed. Make somebody else one first.
    .title = The last administrator
error-accounts-not_yourself = You cannot suspend yourself. Ask another administrator.
    .title = Not possible
error-accounts-not_a_member = Guests cannot be administrators.
    .title = Not possible
error-accounts-renamed_often = Name and affiliation can be changed { $times } times a day. Nothing was changed. Try again tomorrow.
    .title = Not again today
error-accounts-name_is_given = Administrators keep names and affiliations in the directory.
    .title = You cannot change this yourself
error-directory-member_not_found = Not in the directory, or not for you to see.
    .title = Not found
error-directory-unit_not_found = It was removed, or is not yours.
    .title = The unit was not found
error-directory-unit_exists = There is a unit of this name in the same place. Choose another name.
    .title = This unit exists
error-directory-unit_not_empty = It has people or units in it. Move them first.
    .title = The unit is not empty
error-directory-unit_in_itself = A unit cannot be moved below itself.
    .title = It cannot go there
error-directory-employee_no_taken = Somebody else has this employee number. Check it.
    .title = This employee number is taken
error-directory-not_yours = You can add and edit people in your own units only.
    .title = Not one of your units
error-rooms-nobody_unread = Nobody is left who has not read it, so nothing was sent.
    .title = Everybody has it
error-rooms-not_found = There is no such room, or you are not in it. Ask somebody inside to invite you.
    .title = Room not found
error-rooms-person_not_found = Somebody you chose cannot be found. Nothing was changed. Choose again.
    .title = Person not found
error-rooms-owners_only = Only owners of the room can do this. Nothing was changed. Ask an owner.
    .title = For owners only
error-rooms-last_owner = No owner would be left. Nothing was changed. Name the next owner first.
    .title = Another owner is needed
error-rooms-guest_cannot_own = Outsiders cannot own a room. Nothing was changed. Choose somebody of the organisation.
    .title = Not possible for outsiders
error-rooms-direct_room_is_fixed = This talk is for two: its people and its name stay. Nothing was changed. To have others in, make a new group.
    .title = A talk for two
error-rooms-unit_room_is_fixed = The people of this room follow the organisation chart. Nothing was changed. Ask your administrator to change who works where.
    .title = This room follows a unit
error-rooms-message_not_found = This message was taken back, or it is not for you to see. Open the talk again and look.
    .title = Message not found
error-rooms-unsend_too_late = { $hours ->
    [0] The time for taking it back is over.
    [one] More than { $hours } hour has passed, so it cannot be taken back.
   *[other] More than { $hours } hours have passed, so it cannot be taken back.
}{" "}The message stays as it is. Send a correction in a new message.
    .title = Too late to take back
error-rooms-not_the_sender = Only the sender can take a message back. The message stays as it is. Ask the sender.
    .title = Not your message
error-rooms-invitation_not_found = This invitation has ended, was stopped, or is used up. Ask whoever invited you for a new link.
    .title = The invitation cannot be used
error-rooms-application_not_found = Somebody has answered this request, or it cannot be found. Nothing was changed. Open the list again and look.
    .title = Request not found
error-rooms-still_waiting = You asked to be let into a room and wait for the answer. Nothing was changed. Other invitations work once it has come.
    .title = Waiting for an answer
error-rooms-already_inside = You are in this room already. No use of the invitation was taken. Just open the talk.
    .title = You are in already
error-receipts-told_by_another = Somebody else has noted that they told this person. Nothing was changed. Only who noted it, or an owner of the room, can change it or take it back.
    .title = Somebody else noted it
error-notifications-device_not_found = That device is not registered any more. Nothing was changed. Open the list again.
    .title = Device not found
error-notifications-turned_off = This server does not send notifications to devices. Ask whoever runs it if you need them.
    .title = No notifications here
error-notifications-no_device = None of your devices can be notified. Turn notifications on for this device first.
    .title = Nowhere to send it
error-notifications-not_a_push_service = The address your browser gave for notifications is not a valid one. Nothing was registered. Update the browser and try again.
    .title = Notifications cannot be turned on
error-notifications-reminded_lately = The unread of this message were reminded a moment ago. Nothing was sent. You can send it again in { $retry_after } seconds.
    .title = Reminded a moment ago
error-receipts-restricted = In this room only owners and the sender can see the reader list. Ask an owner if you need it.
    .title = The list cannot be shown
error-receipts-reader_not_found = That person was not in the room when the message was written. Nothing was noted. Open the list again and choose.
    .title = Not on the list
error-importers-not_found = Imports are kept for a day. Choose the file again.
    .title = The import was not found
error-importers-is_elsewhere = It is being read, is running, or is done. Open it again to see.
    .title = Not now
error-importers-no_name_column = Say which heading is the name.
    .title = There is no column with names
error-importers-no_key_column = A column with employee numbers or login names is needed. Say which one it is.
    .title = People cannot be told apart
error-importers-broke_off = The server had a problem and stopped half-way. If it stops again when you import once more, tell whoever runs the server.
    .title = The import stopped
error-importers-no_longer_allowed = Whoever started it is no longer an administrator, so it stopped half-way.
    .title = The import stopped
error-importers-file_refused = Check the file and choose it again. Nothing has changed.
    .title = This file cannot be taken
error-importers-empty_file = Choose a file with something in it.
    .title = The file is empty
error-importers-no_rows = There is nobody below the headings.
    .title = There are no rows
error-importers-no_headings = One of the first ten rows must hold headings such as “name”.
    .title = No headings were found
error-importers-duplicate_heading = “{ $heading }” is there twice. Rename one of them.
    .title = Two headings are the same
error-importers-forbidden_column = The column “{ $heading }” may not be kept here. Remove it and choose the file again.
    .title = My Number cannot be taken
error-importers-too_many_rows = At most { $limit } rows. Please split the file.
    .title = Too many rows
error-importers-too_many_columns = At most { $limit } columns. Remove those you do not need.
    .title = Too many columns
error-importers-too_much_text = There is too much text. Please split the file.
    .title = Too large
error-importers-file_too_large = At most { $limit } MB. Please split the file.
    .title = The file is too large
error-importers-not_a_table = Choose a CSV or Excel (.xlsx) file.
    .title = This is not a list
error-importers-web_page = It is called CSV but is a web page. Save it again from where it came from.
    .title = This is not a list
error-importers-utf16 = It is Excel’s “Unicode text”. Save it as “CSV UTF-8”.
    .title = These characters cannot be read
error-importers-unknown_encoding = Line { $line } cannot be read. Save the file as “CSV UTF-8”.
    .title = Some characters cannot be read
error-importers-mixed_encodings = Line { $line } is encoded differently from the rest. Save all of it as one.
    .title = Encodings are mixed
error-importers-bad_quotes = A quote on line { $line } does not close. Mend it and choose the file again.
    .title = Quotes do not match
error-importers-cell_too_long = Line { $line } has a cell longer than { $limit } characters.
    .title = A cell is too long
error-importers-old_workbook = Open it in Excel and save it as .xlsx.
    .title = This is an old Excel file
error-importers-locked_workbook = Take the password off and save it again.
    .title = The Excel file has a password
error-importers-damaged_workbook = Open it in Excel and save it again.
    .title = The Excel file is damaged
error-importers-workbook_too_large = There may be a lone cell far away. Copy only the list into a new sheet.
    .title = The Excel file takes too long to read
error-importers-bad_kana = Write the reading in hiragana or katakana.
error-importers-bad_login = Login names have no spaces and no “@”.
error-importers-bad_employee_no = Employee numbers have no spaces.
error-importers-bad_email = This is not an e-mail address.
error-importers-bad_email_perhaps = This is not an e-mail address. Perhaps “{ $perhaps }”?
error-importers-bad_phone = Write digits and “-”.
error-importers-bad_number = Write a number from 0 to { $limit }.
error-importers-unit_too_deep = Units go { $limit } levels deep at most.
error-importers-absent = “{ $kind }” is not brought in. Remove the row or mend the kind.
error-importers-not_a_member = “{ $kind }” cannot be a member. Use an invitation to a room.
error-importers-lost_character = Character { $position } cannot be read. Write it again.
error-importers-missing_name = The name is empty.
error-importers-missing_key = Without a number nobody knows who it is. Write an employee number or a login name.
error-importers-too_many_cells = The row has more cells than headings. Check the commas.
error-importers-too_long = At most { $limit } characters.
error-importers-too_many_marks = Too many accents over one letter. Take some away.
error-importers-control_characters = There are invisible characters. Write it again.
error-importers-twice = The same number or login name as in line { $line }. Mend one of them.
error-importers-other_line = Line { $line } about the same person has something to mend. Posts held together come in together.
error-importers-another_person = This login name belongs to somebody with another employee number. Check which is right.
error-importers-employee_no_taken = Somebody else has this employee number.
error-importers-login_taken = Somebody else has this login name.
error-importers-not_your_member = Not a person of your units. For a transfer, ask the organisation's administrator.
error-importers-not_your_unit = Not one of your units. Choose one of yours, or one below.
error-importers-refused = This row cannot be brought in. Check how it is written.
error-importers-same_person_twice = The same person as in a row above. One row for each person.

## field: the reason beside one field. Ids are field-<reason>

field-wrong = This does not fit. Check it and write it again.
field-empty = Please fill this in.
field-too_short = Write at least { $limit } characters.
field-not_a_push_service = is not the address of a push service
field-too_long = This is too long. Please make it shorter.
field-control_characters = There are invisible characters. Write it again.
field-spaces = No spaces here. Write it in one piece.
field-at_sign = “@” cannot be used.
field-taken = This is taken. Choose another.
field-too_many_marks = Too many accents over one letter. Take some away.
field-twice = This is there twice.
field-another = This is another person’s number. Check it.
field-slash = “/” cannot be used.
field-too_deep = At most { $limit } levels.
field-not_yours = Choose one of your units.
field-not_a_number = Write a number.
field-not_an_address = Write an e-mail address, such as yamada@example.jp.
field-not_a_code = Use 2 to 32 small letters, digits and “-”.
field-not_a_cursor = Open it again.
field-out_of_range = Choose a day that can be used.
field-one_other = Choose one other person.
field-too_many = At most { $limit } at a time.
field-unknown = This name is not known.
field-in_itself = It cannot go below itself.
field-needed = Please choose.

### Server: `kairan import members` on the command line

importers-line-unknown = The column “{ $heading }” is not known and was left out.
importers-line-problem = line { $line }, { $column } “{ $value }”: { $reason }
importers-line-more = … and { $count } more rows.
importers-line-did = { $rows } rows: { $added } added, { $changed } changed, { $same } the same, { $bad } to mend.
importers-line-would = Dry run, nothing was written. { $rows } rows: { $added } would be added, { $changed } changed, { $same } the same, { $bad } to mend.
importers-line-missing = { $count } people are not in the file (they are not suspended): { $names }
importers-line-missing_more = { $count } people are not in the file (they are not suspended): { $names } and { $rest } more
importers-line-comma = {", "}

### Server files: the reader list as CSV

receipts-csv-organisation = Organisation
receipts-csv-room = Room
receipts-csv-direct = Direct talk
receipts-csv-no = Message number
receipts-csv-sender = Written by
receipts-csv-sent_at = Sent at
receipts-csv-text = How it begins
receipts-csv-phone = Telephone
receipts-csv-taken_at = List taken at
receipts-csv-audience = People who should read it
receipts-csv-status = Status
receipts-csv-name = Name
receipts-csv-affiliation = Affiliation
receipts-csv-at = Time
receipts-csv-note = Note
receipts-csv-unread = Not read
receipts-csv-told = Told in person
receipts-csv-unknown = Cannot be known
receipts-csv-read = Read
receipts-csv-never_in = Not yet using it
receipts-csv-acknowledged = Acknowledged
receipts-csv-telephone = by telephone
receipts-csv-in_person = in person
receipts-csv-fax = by FAX
receipts-csv-paper = on paper
receipts-csv-left = Left the room
receipts-csv-suspended = Suspended
receipts-csv-by = { $how }, { $by }
receipts-csv-by_left = { $how }, somebody who has left

### Server letters: what a telephone shows of a message; never its text

notifications-push_message =
    { $direct ->
        [yes] New message
       *[no] Message from { $name }
    }
notifications-push_reminder = You have not read a message from { $name } yet
notifications-push_test = Notifications reach this device.
    .title = Kairan: a test
