/**
 * The passwords that guessing begins with: the head of every published breach list (year after year the same
 * few hundred), and what Danes, Norwegians and Swedes put in their place. In lower case. Ornaments ("sommer2026!") are undone by the rule
 * before it looks here, so a word stands for all its dressed-up forms.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `
123456 password 12345678 qwerty 123456789 12345 1234 111111 1234567 dragon 123123 baseball abc123
football monkey letmein shadow master 696969 michael mustang 666666 qwertyuiop 123321 1234567890
superman 654321 1qaz2wsx 7777777 121212 000000 qazwsx 123qwe killer trustno1 jordan jennifer zxcvbnm
asdfgh hunter buster soccer harley batman andrew tigger sunshine iloveyou charlie robert thomas hockey
ranger daniel starwars klaster 112233 george computer michelle jessica pepper 1111 zxcvbn 555555
11111111 131313 freedom 777777 pass maggie 159753 aaaaaa ginger princess joshua cheese amanda summer
love ashley nicole chelsea matthew access yankees 987654321 dallas austin thunder taylor matrix william
corvette hello martin heather secret merlin diamond 1234qwer gfhjkm hammer silver 222222 88888888
anthony justin test bailey q1w2e3r4t5 patrick internet scooter orange 11111 golfer cookie richard
samantha bigdog guitar jackson whatever mickey chicken sparky snoopy maverick phoenix camaro peanut
morgan welcome falcon cowboy ferrari samsung andrea smokey steelers joseph mercedes dakota arsenal
eagles melissa boomer booboo spider nascar monster tigers yellow 123123123 gateway marina diablo bulldog
qwer1234 compaq purple hardcore banana junior hannah 123654 porsche lakers iceman money cowboys 987654
london tennis 999999 ncc1701 coffee scooby 0000 miller boston q1w2e3r4 brandon yamaha chester mother
forever johnny edward 333333 oliver redsox player nikita knight fender barney midnight please brandy
chicago badboy slayer rangers charles angel flower bigdaddy rabbit wizard jasper enter rachel chris
steven winner adidas victoria natasha 1q2w3e4r jasmine winter prince panties marine ghbdtn fishing
cocacola casper james 232323 raiders 888888 marlboro gandalf asdfasdf crystal 87654321 12344321 golden
8675309 beaver admin administrator root user guest changeme default passw0rd password1 password123
qwerty123 welcome1 letmein1 p@ssw0rd abcdef abcd1234 aa123456 a1b2c3d4 1q2w3e4r5t zaq12wsx qwe123
asdf1234 iloveyou1 lovely jesus ninja azerty solo loveme mypassword temp temporary temppassword
newpassword nopassword mynewpassword thisispassword correcthorsebatterystaple correct horse battery
staple pokemon naruto minecraft fortnite spiderman facebook google twitter linkedin instagram youtube
netflix spotify microsoft windows apple iphone android samsung1 dropbox adobe123 photoshop football1
baseball1 basketball superstar blink182 sunshine1 princess1 babygirl butterfly lovers friends family
forever1 teamo tequiero estrella qwertz qwertzuiop yxcvbnm hallo passwort geheim schatz motdepasse
soleil bonjour contrasena senha parola haslo salasana lösenord hejhej sommar hemligt kode kodeord
adgangskode hemmelig hemmeligt velkommen danmark dansk københavn kobenhavn koebenhavn aarhus århus
odense aalborg esbjerg sommer sommerfugl vinter foraar forår efteraar efterår skole solskin kærlighed
kaerlighed elsker elskerdig jegelskerdig fodbold håndbold haandbold brøndby broendby fckøbenhavn
liverpool manchester barcelona realmadrid juventus mormor morfar farmor farfar bedstemor kæreste skat
skattemor hundehund kattekat kanin hest prinsesse prins konge dronning computeren telefon eboks eboks1
e-boks nemid mitid digitalpost borger borgerdk skat1 postnord lego legoland tivoli carlsberg tuborg
netto bilka rema1000 mads peter jens lars anders christian frederik mathias emma sofie freja alma
josefine caroline camilla louise mette anne hanne kirsten passord passordet mittpassord hemmelig1 norge
norsk oslo bergen trondheim stavanger tromso tromsø kristiansand drammen fredrikstad sommerferie fotball
håndball skisport langrenn brann rosenborg vålerenga valerenga lillestrøm jegelskerdeg elskerdeg
kjærlighet bestemor bestefar mamma pappa hund katt hest1 jente gutt prinsesse1 heihei heisann velkommen1
datamaskin bankid minid altinn digipost posten vipps sparebank kari nora emilie jakob lukas oskar magnus
sander henrik ingrid astrid thea sara maria marie linnea sverige svensk stockholm goteborg göteborg
malmo malmö sommar1 fotboll hejsan älskling alskling kärlek monday tuesday wednesday thursday friday
saturday sunday january february march april june july august september october november december mandag
tirsdag onsdag torsdag fredag lørdag søndag januar februar marts mars juni juli oktober desember spring
autumn company business office secure security login signin signon letmein2 opensesame abracadabra
hunter2 starwars1 batman1 superman1 qwerty1 qwerty12 qwerty1234 qwerty12345 asdfghjkl asdfghjklæøå
zxcvbnm123 1qazxsw2 1qaz2wsx3edc qazwsxedc qazwsx123 147258369 147258 159357 741852963 789456123 789456
456789 963852741 110110 101010 202020 123abc abc12345 abcdefg abcdefgh abcdefghij aaaaaaaa 1234512345
12341234 12121212 11223344 1122334455 0987654321 01234567 0123456789 9876543210 00000000 0000000000
1111111111 9999999999
`
    .trim()
    .split(/\s+/),
)
