"""How common words are in English at large, so that a store of three claims knows that "plan" says little.

Stems by how many of 10,000 sentences hold them: the middle of four kinds of text (encyclopedia, news, announcements,
checked claims), so that no subject of one of them counts as common; names left out. What is not listed is rare.
"""

from __future__ import annotations

from functools import lru_cache

RARE = 2
"""Of 10,000 sentences, for a stem that is not listed."""

PER_10_000: dict[int, str] = {
    300: """
one state use year
    """,
    200: """
call day first like make peopl time two world
    """,
    140: """
3 against chang get govern includ issu last made mani million name nation news plan show support take
video week work
    """,
    100: """
1 2 announc ask attack black citi compani critic elect former general go good group help home imag member
need offic open place product public real releas report secur sign team think three want well white
    """,
    70: """
10 11 4 accord action add allow appear back base becom best busi campaign countri creat end everi execut
face famili featur follow found four free fund give hand high hold human immigr job larg law lead life
live long man messag month much night number offer part perform person play polic polici posit post power
presidenti receiv recent record result return right run school second see seri set sever sinc star start
thing top train turn view vote way win won wrote
    """,
    50: """
5 9 act air anim anoth around author away better big bill billion build career claim close come continu
control current cut death develop die differ direct earli econom effect even event father feder fight film
final find five focus forc full game global got head held host import increas inform keep kill know known
later leav left less letter look major manag media medic militari money music near network next offici old
order pass pay problem program propos protect provid question rais rate relat remain repres requir
research respons rule serv servic share shoot social speech stand stop stori student success system
televis tell test tri user without women young
    """,
    35: """
100 15 19 20 accept across actor address administr age agent answer assist attempt ban bear behind believ
benefit book born break bring built candid car care case caus celebr challeng check children climat colleg
commit communiti complet consid cost court custom danger daughter deal decis defens deliv demand describ
design director discuss document donat effort ever fail feel field file fire form friend futur gain given
goal great gun half happen hard health hit hope industri interest internat interview join leader let line
list littl lost lot mark mean meet men mind minut mother move movi must oper organiz origin other outsid
paid parent park parti past pick point polit potenti predict previous privat pro process produc project
protest put reach read refer refus regul role save sell send side singl six small son song speak special
statement step still street talk target tax term third today togeth took toward town trade tweet voic wall
watch went whether wide wife woman worker write wrong
    """,
    25: """
12 13 30 40 50 7 access account accus activ actual ad addit agenc ago aid along alway among anti approach
approv area arm articl artist attend avoid award bad bank bar battl beat becam began begin below biggest
block buy captur cast certain chain charact charg child citizen class co code collect command comment
common compar competit confer constitut consum contain contribut controversi corpor cours cover credit
crime crimin data date decid demonstr despit detail discov dollar drive drop drug due earlier earn educ
eight energi enforc enter exampl expand experi explain fair fall far favor fine finish footbal forward
gave governor ground grow histori hour howev hundr husband idea identifi individu initi insid institut
introduc invest investig involv judg kid label land languag late launch learn least led legal level limit
longer loss love low market mass memori middl minor miss never note often onlin own page particip per
pictur player popular practic present prevent promot pull radio ralli rather realli reason replac request
reveal review rise risk room sale say secret secretari seek seen select server seven short shot signific
singer site sold someon spend spoke stage standard studi suggest taken though thought thousand tie told
total track understand various version via vice voter walk warn water weapon web websit weekend whose
window within word
    """,
    17: """
0 14 16 17 18 21 25 6 8 abort achiev actress advanc advis affect ahead aim airlin altern although anyon
appoint art attent audienc avail averag beyond blue board border box boy brain broadcast brother came
capit carri champion chief choic choos civil clean clear club collabor commerci compet comput concern
connect consist content contest convers copi correct coupl crash crisi cross cultur decad declar deep
defeat defend deni destroy determin devic diseas distribut doctor dog doubl dozen draw driver employe
encourag endors engag entir establish everyon evid exist expect expert express extend extrem eye fact fake
famous fan fear femal figur fill financi fli foreign founder fraud gather generat goe growth handl hear
heart higher holiday huge ignor illeg improv incid incom indic influenc instal instead intellig key
largest latest legisl liber lie light link local locat lose lower machin manufactur massiv match matter
mayor measur mental mention mobil model multipl murder nativ natur net nine nomin non noth nuclear observ
ocean offens opinion opportun overal paper particular partner percent photo platform politician poor popul
possibl prais prefer prepar press price prison profit progress promis prove publish push quick race rare
re realiti reduc refuge regard region relationship remov resid respect respond restrict retir reveng rock
roll round safe saw scene schedul scientist season seat seem self sent separ session ship shop similar sit
someth soon sourc space specif spent spot staff store strategi strong summer surpris ten terror terrorist
text thank threat titl tradit treat tree true ultim upcom upon valu versus veteran victim victori violenc
visit vs weight whole winner worth written yet
    """,
    12: """
1000 22 23 24 35 70 90 abil abl abov accomplish acquir activist adopt advantag advic advoc afford agre
agreement alleg almost alon alongsid alreadi amaz amount annual apart appeal appli applic argu arriv
attorney background ball band behavior billionair bit blame blood bodi bomb brand brought budget bug
cancer card central centuri ceremoni channel chip cite classifi com combin communic condit conduct confirm
congression contract contrast convent cook cooper count creation crowd damag dead debat declin definit
disappear district divis domin done door draft duti earth edg edit editor either electron element elimin
email emot employ engin enough ensur entri era especi eventu everyth exchang expos faith fals fast fee
fellow fit flight footag format forum front girl gold gone grant greatest guy hack harm hate heard heat
heavi highest hire honor hospit hotel id ill impact implement inspir insur intend invent invit jump kick
labor lack ladi lawmak leadership licens lock magazin mainstream maintain male mall map marri materi met
mine mistak mix moder modern moment most musician mysteri newspap normal notic object occur oppos option
owner packag panel path perfect period phone physic piec pilot planet plant pledg plot poll portray
profession profil promin prompt purpos quarter racial ran rang rank recogn recommend reflect regist
regular reject reli relief remark resourc rival road rough safeti scale scienc scientif score script
search senior sens sentenc serious sex shift shown situat size sleep slow societi solut sometim sound
speaker sport spread station status stay studio style subject suppli surviv switch tape task technolog
theme throw ticket tip transfer travel treatment trust twenti twice type urg usual van vehicl viewer
violat wait warm wave wear wild wish worldwid worri worst zero
    """,
    8: """
26 27 28 29 31 32 45 55 60 69 80 abus accur admit adult advertis affair album alien alpha analysi angri
anyth app appar appropri arrang arrest assassin assault assert assess assign assum audit automat awar babi
ballot basebal basic basketbal beach bet bias bid birth birthday blow boost bought branch broke broken
buri cancel cap capabl cartoon cash casino catch caught cell chanc chart church clip cloth cloud coffe
collaps color combat complain complex concert conclud condemn confess conflict congratul conserv
conspiraci construct convict cop core coverag crystal danc dark de dedic defin degre delay depend depict
deploy deport deriv detect difficult digit dinner disabl display disrupt divers domest don dramat dump
easili economi els embrac emerg emergenc emiss empir enabl enact encount enemi environment episod equal
equip error escap estim ex examin excel expens experienc explos extra factor factori failur farm fashion
fifth fighter financ firm fish fix flag flood floor folk food fool fourth freedom fuel fulli fun gang gas
gear gender ghost giant golf grade graduat greater greet grew guard guest hall happi harbor harder hat
healthcar hero highlight highway histor hook household hunt hybrid ident immedi impos independ instanc
insult integr intent investor joke journalist journey kept larger laugh lawsuit lawyer lay leak leg legaci
legend legitim lesson liberti lift listen loan mail main mate meanwhil medicin method mid mile minist mode
momentum monitor morn mountain movement multi narrat neighbor neighborhood newli nomine northern notabl
obtain oil older oppon opposit outlet pack pain paint partnership peac penalti perman plane pop pose
prayer pre premium preserv pressur pretti primari prime principl prior prioriti prize probabl professor
properti protocol punish purchas qualifi qualiti quarterback quiet quit racist random rapper reaction
reader readi realiz recal recruit reform religi religion rememb reserv resign resolut rest retail revenu
revers reward rich ride rob row rush scandal screen sea sector segment serial sexual shape shut signal
simpli sing sister skill skin sky slip smart snow sort southern speed spring statist stick stock straight
stream strike strip struggl su subsequ succeed sudden sue suffer suicid suit summit suppos sure surgeri
survey suspect suspend swim tabl tank taxpay teach techniqu termin theori threaten throughout topic touch
translat transpar trend trial trick troop troubl truck typic un unabl unknown unveil updat varieti violent
virus visa visibl vision visual vulner wage wake wast weather welcom welfar wind winter wit wors wound
yard younger youth
    """,
}


@lru_cache(maxsize=1)
def _rates() -> dict[str, float]:
    return {stem: rate / 10_000 for rate, stems in PER_10_000.items() for stem in stems.split()}


def usual_rate(stem: str) -> float:
    """The share of sentences that hold the stem, 0..1."""
    return _rates().get(stem, RARE / 10_000)
