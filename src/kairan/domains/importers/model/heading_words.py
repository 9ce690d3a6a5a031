"""The words people write over their columns, in Japanese and English; see ``headings``."""

from typing import Literal, get_args

Field = Literal[
    "login",
    "employee_no",
    "name",
    "surname",
    "given_name",
    "kana",
    "surname_kana",
    "given_name_kana",
    "unit",
    "bureau",
    "division",
    "section",
    "team",
    "position",
    "level",
    "order_no",
    "email",
    "phone",
    "kind",
    "affiliation",
    "ignore",
]
"""What a column can be. ``bureau`` to ``team`` (局 部 課 係) make one path."""

FIELDS: tuple[Field, ...] = get_args(Field)

WORDS: dict[Field, str] = {
    "login": """
        ID ログイン ログインID ログイン名 アカウント アカウント名 アカウントID ユーザーID ユーザID
        ユーザー名 ユーザ名 利用者ID login loginid loginname account accountname accountid userid
        username user
    """,
    "employee_no": """
        職員番号 社員番号 従業員番号 会員番号 教職員番号 職員No 社員No 職員コード 社員コード
        職員ID 社員ID 従業員ID employeeno employeenumber employeeid employeecode staffno staffid
        staffnumber personnelno personnelnumber
    """,
    "name": """
        氏名 名前 お名前 姓名 漢字氏名 氏名漢字 職員氏名 職員名 社員名 従業員名 議員名 会員名
        表示名 name fullname displayname
    """,
    "surname": """
        姓 氏 苗字 名字 漢字姓 姓漢字 surname lastname familyname
    """,
    "given_name": """
        名 漢字名 名漢字 givenname firstname forename
    """,
    "kana": """
        よみ 読み よみがな 読み仮名 読みがな カナ カナ名 フリガナ 氏名カナ カナ氏名 氏名フリガナ
        氏名よみ 氏名読み 氏名よみがな 名前カナ 名前よみ 姓名カナ 姓名よみ 半角カナ 氏名半角カナ
        kana furigana reading yomi phoneticname namekana kananame namereading
    """,
    "surname_kana": """
        姓カナ カナ姓 姓よみ 姓読み 姓フリガナ 姓よみがな 氏カナ 氏よみ セイ 苗字カナ 名字カナ
        フリガナ姓 フリガナセイ カナセイ セイカナ surnamekana lastnamekana familynamekana
        phoneticlastname surnamereading
    """,
    "given_name_kana": """
        名カナ 名よみ 名読み 名フリガナ 名よみがな メイ フリガナ名 フリガナメイ カナメイ メイカナ
        givennamekana firstnamekana phoneticfirstname givennamereading
    """,
    "unit": """
        所属 所属名 所属名称 所属組織 所属部署 所属部課 所属課 組織 組織名 組織名称 部署 部署名
        部門 部門名 部課 部課名 部課係 部署課 配属 配属先 unit department departmentname dept
        organization organisation orgunit orgunitpath organizationname
    """,
    "bureau": """
        局 局名 bureau
    """,
    "division": """
        部 部名 部局 部局名 本部 division divisionname
    """,
    "section": """
        課 課名 課室 課室名 室 室名 課所 課所名 section sectionname
    """,
    "team": """
        係 係名 班 班名 グループ グループ名 担当 担当名 team teamname group groupname
    """,
    "position": """
        役職 役職名 職名 職名称 職 職位 職位名 肩書 肩書き 補職名 position jobtitle title post
    """,
    "level": """
        職級 級 等級 職階 役職級 職級名 level grade rank
    """,
    "order_no": """
        議席番号 並び順 並び 表示順 順番 順序 順 席次 席順 番号 連番 No order orderno sortorder
        displayorder seatno seatnumber seat
    """,
    "email": """
        メール メールアドレス Eメール 電子メール 電子メールアドレス Eメールアドレス email mail
        emailaddress mailaddress workemail
    """,
    "phone": """
        電話 電話番号 携帯 携帯電話 携帯電話番号 携帯番号 連絡先電話 連絡先電話番号 直通 直通電話
        phone phonenumber tel telno telephone telephonenumber mobile mobilephone cellphone
    """,
    "kind": """
        区分 職員区分 社員区分 種別 職員種別 雇用区分 雇用形態 任用区分 任用形態 在職区分 在籍区分
        在職状況 kind type membertype employmenttype status category
    """,
    "affiliation": """
        団体 団体名 所属団体 会社 会社名 勤務先 affiliation company companyname
    """,
    "ignore": """
        行 列 値 直すこと line column value tomend
    """,
}
"""Parted by spaces. What differs only in case, width, kana or signs is written once."""
