### 画面の言葉。id は「機能-名前」。サーバーの言葉（error-…）も同じファイルにあり、画面には組み込まれません。
### $outside は組織の言葉（社外、庁外、学外、会外）で、どの文でも使えます。

## ui: どの画面でも使う言葉

ui-back = もどる
ui-close = 閉じる
ui-help = 困ったとき
ui-again = もう一度
ui-later = あとで
ui-cancel = やめる
ui-save = 保存する
ui-delete = 消す
ui-search = 検索
ui-next = つぎへ
ui-more = もっと見る
ui-on = 入
ui-off = 切
ui-optional = なければ空けておけます
ui-loading = 読みこんでいます
ui-saving = 保存しています
ui-saved = 保存しました
ui-nothing = まだ何もありません
ui-offline = いま電波がありません。書いた文は、つながったら自動で送ります。
ui-connecting = つなぎ直しています…
ui-people = { $count }人
ui-copied = コピーしました
ui-copy = コピーする

## app: 枠

app-talks = トーク
app-directory = 連絡先
app-settings = 設定
app-console = 管理
app-about = このサーバーについて
app-help = 困ったとき
app-main = メイン
app-side = くわしく
app-choose = 左から選んでください
app-not_found = ページがありません
app-not_found_text = このページは見つかりませんでした。アドレスが変わったか、消されたのかもしれません。
app-to_talks = トークへ
app-update = 新しくなりました
app-update_now = 今すぐ使う

## rooms: 部屋とメッセージ

rooms-title = 部屋
rooms-people = この部屋にいる人
rooms-join = 参加する
rooms-new_talk = 新しいトーク
rooms-unread = 未読{ $count }件
rooms-waiting = 電波がもどったら送ります
rooms-sending = 送信中
rooms-failed = 送れませんでした
rooms-outside_some = { $outside }あり

## receipts: 既読と了解

## accounts: 自分のこと

accounts-sign_in = 入る
accounts-entry = 入室リンク
accounts-set_up = はじめの設定

## directory: 人と部署

directory-person = 連絡先

## importers: 名簿の取り込み

## console: 管理

## error-client: 画面だけが知っている失敗

error-client-offline = 電波のよい所で、もう一度ためしてください。書いた文はこの端末に残っています。
    .title = サーバーにつながりません
error-client-unexpected = 少し待ってから、もう一度ためしてください。続くときは管理者に伝えてください。
    .title = うまくいきませんでした

## error: サーバーの言葉。id は error-<名詞>-<符号>、.title は見出し

