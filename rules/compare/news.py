"""Words that mean the same or the opposite when people speak of work, money, law and plans: "/" inside a group.

What a general thesaurus lacks because it lists senses and not registers. Kept short on purpose: lists do not
generalise, and alignment does not need them to find the measured thing, only to see through a paraphrase.
"""

SYNONYMS = """
cut/slash/trim/reduce/lower/shrink/curb/decrease/diminish
raise/increase/lift/hike/boost/grow/climb/rise/jump/surge/soar/up
fall/drop/decline/slip/sink/plunge/tumble/decrease/shrink/down buy/purchase/acquire/takeover sell/divest/offload
abolish/scrap/axe/ditch/eliminate/repeal/drop end/finish/conclude/terminate/stop/halt/cease
start/begin/launch/commence open/inaugurate/opening close/shut/shutter/closure postpone/delay/defer stay/remain
continue/proceed/persist job/post/position/role work/labour/labor worker/employee/staff/workforce/personnel
layoff/redundancy/redundant/laid/sacked/dismissed hire/recruit/employ/engineer/hiring
unemployment/jobless/joblessness/unemployed/workless resign/quit/depart/leave/step
company/firm/business/corporation/enterprise plant/factory/works/mill shop/store/outlet branch/office
chief/ceo/boss/head/executive chairman/chairwoman/chair minister/secretary leader/president
government/administration/cabinet/ministry/state cost/price/bill/expense/expensive pay/wage/salary/earnings
fare/ticket tariff/levy/tax/duty profit/earnings profitable/profitability revenue/sales/turnover loss/deficit
debt/owe/owes/indebted worth/value/valuation/valued budget/spending invest/investment/investor
fund/finance/money machine/robot/ai/computer/automation car/vehicle/automobile lorry/truck train/rail/railway
plane/aircraft/airplane/jet flight/fly boat/ship/vessel doctor/physician/medic patient/sick
drug/medicine/medication vaccine/vaccination/jab hospital/clinic cancer/tumour disease/illness
child/kid/children youngster/youth man/men woman/women person/people/human pupil/student/scholar
school/classroom teacher/educator house/home/household/dwelling flat/apartment rent/lease build/construct/erect
building/construction bridge/crossing road/street kill/die/dead/death/slay/fatality/deadly
hurt/injure/wound/injury/casualty arrest/detain/capture/nab accuse/charge/allege/blame convict/guilty
jail/prison/imprison sentence/sentenced police/officer/cop court/judge/tribunal law/legislation/bill/act
rule/regulation/regulator ban/prohibit/forbid/outlaw vote/ballot/election poll/survey
win/victory/beat/defeat/triumph lose/defeat/loss draw/tie score/goal match/game/play team/side/squad/club
champion/title/championship release/publish/issue/debut/premiere film/movie/picture album/record
song/track/single show/series/programme/program episode/season star/feature/appear/appearance/cast
direct/director write/writer/author/pen review/critic/criticism rating/score/grade approval/approve rank/ranking
sell/sold gross/earn/collect/make/take debut/opening/open big/large/huge/great/major small/little/minor/tiny
fast/quick/rapid/swift slow/sluggish cheap/inexpensive/affordable safe/secure/safety
danger/risk/hazard/dangerous/risky sufficient/enough/adequate important/significant/key likely/probable
chance/odds/probability/likelihood/possibility expect/forecast/predict/anticipate/project/expectation
plan/intend/aim/target/intention/goal promise/pledge/vow/commit want/wish/seek/desire hope/hopeful
believe/think/reckon/consider agree/accept/consent/agreement/deal refuse/decline/reject/turn deny/dispute/rebut
admit/acknowledge/concede/confess support/back/favour/favor/endorse/approve/champion
oppose/resist/object/against prevent/stop/avert/block allow/permit/let/enable help/aid/assist
give/hand/provide/supply/offer/grant receive/get/obtain use/utilise/utilize/employ/usage need/require/necessary
show/reveal/disclose/demonstrate tell/inform hide/conceal find/discover study/research/report/investigation
inquiry/investigation/probe/review town/city/municipality/urban county/province/region village/hamlet
country/nation capital/metropolis north/northern south/southern east/eastern west/western grow/raise/bring/rear
found/establish/form/create/founding marry/wed/wife/husband/spouse/marriage/couple born/birth/bear
descend/descent/origin begin/start year/annual/yearly month/monthly week/weekly day/daily decade/ten
century/hundred double/twice half/halve/halved emission/carbon/pollution/co2 energy/power/electricity
gas/fuel/petrol/gasoline oil/crude/petroleum nuclear/atomic electric/ev battery/cell internet/online/web
site/website/page app/application phone/mobile/smartphone customer/client/consumer user/subscriber
view/viewer/watch follower/subscriber shop/retail bank/lender borrow/loan/debt inflation/price interest/rate
recession/downturn/slump economy/economic/gdp growth/grow/expand/expansion war/conflict/fighting
attack/assault/strike/raid troop/soldier/military/army weapon/arm bomb/explosive blast/explosion fire/blaze
storm/hurricane/typhoon flood/flooding quake/earthquake crash/collision/derailment/derail leak/spill rescue/save
evacuate/flee/escape missing/lost report/say/state/announce/claim declare/announce promise/guarantee
warn/caution question/ask answer/reply/respond meet/meeting talk/negotiation/discuss satisfied/happy/pleased
angry/furious sad/unhappy proud/pride famous/known/renowned alone/lonely
better/outperform/surpass/exceed/overtake best/top retain/keep/hold/maintain replace/substitute/swap/displace
vanish/disappear/gone/wipe/eliminate/destroy/lose create/generate/produce add/gain return/back
travel/journey/trip/ride passenger/traveller carry/transport deliver/delivery ship/shipping arrive/arrival
come/arrival emerge/appear self-driving/driverless/autonomous/drives automatic/automated clerk/clerical
lawyer/attorney/solicitor diagnosis/diagnose/diagnostic headquarters/headquarter/hq pension/retirement/retire
tuition/fee scheme/programme/plan/project step/measure allow/let money/cash/fund ticket/fare
refund/reimburse/repay rebate/refund
"""

ANTONYMS = """
rise/fall rise/drop rise/decline increase/decrease increase/cut increase/reduce increase/fall raise/cut
raise/lower grow/shrink up/down support/oppose back/oppose favour/oppose for/against endorse/oppose
endorse/reject approve/reject approve/block approve/veto pass/reject accept/reject accept/refuse accept/decline
agree/refuse admit/deny confirm/deny acknowledge/deny allow/ban allow/forbid permit/ban permit/prohibit
legalise/ban win/lose victory/defeat succeed/fail success/failure pass/fail gain/lose profit/loss open/close
open/shut opened/closed reopen/close start/stop start/end begin/end continue/stop continue/end continue/scrap
stay/leave stay/quit remain/leave remain/quit join/leave join/quit enter/leave arrive/depart keep/scrap
keep/drop keep/abandon buy/sell hire/fire hire/sack employ/dismiss build/demolish create/destroy
survive/collapse survive/die live/die born/died alive/dead uphold/overturn upheld/struck uphold/quash
convict/acquit guilty/innocent guilty/acquitted legal/illegal lawful/unlawful safe/unsafe safe/dangerous
better/worse best/worst improve/worsen improve/deteriorate strengthen/weaken strong/weak positive/negative
good/bad favourable/unfavourable favorable/unfavorable high/low higher/lower highest/lowest more/less more/fewer
most/least fast/slow faster/slower big/small bigger/smaller large/small larger/smaller long/short early/late
earlier/later before/after first/last old/new young/old rich/poor cheap/expensive cheaper/dearer easy/difficult
easy/hard easier/harder possible/impossible able/unable willing/unwilling likely/unlikely certain/uncertain
happy/unhappy satisfied/dissatisfied popular/unpopular fair/unfair true/false right/wrong correct/incorrect
correct/wrong ahead/off present/absent include/exclude public/secret male/female man/woman north/south east/west
tighten/loosen tighten/relax expand/contract expand/shrink accelerate/slow attack/defend trust/distrust
agree/disagree love/hate like/dislike praise/criticise praise/criticize move/stay change/remain change/stay
close/stay meet/miss hit/miss lift/impose impose/lift launch/scrap proceed/cancel release/jail free/jail
free/paid optimistic/pessimistic sound/reckless sign/veto pass/veto welcome/reject embrace/reject
publish/withhold reveal/hide disclose/conceal protect/harm help/harm help/hinder warn/reassure pledge/withdraw
lead/trail keep/break kept/broken keep/change good/poor
change/stick allow/dismiss uphold/dismiss grant/refuse grant/reject grant/deny
honour/break honor/break fight/accept contest/accept
"""

COUNTERPARTS = """
child/parent children/parents man/woman men/women male/female boy/girl boys/girls brother/sister daughter/son
father/mother husband/wife king/queen nephew/niece aunt/uncle north/south northern/southern east/west eastern/western
left/right day/night employee/employer employees/employers follower/leader defendant/plaintiff past/present
future/past developed/developing future/present former/latter primary/secondary import/export imports/exports
domestic/foreign indoor/outdoor national/international rural/urban offshore/onshore inner/outer front/rear black/white
gross/net liquid/solid income/outgo medical/surgical mental/physical civilian/serviceman question/answer earlier/later
"""
"""Opposite in kind and not in meaning: another word of these is another thing, and turns nothing round."""

COMMON = """
film movi seri song album book game show season team player critic review rate score averag approv base total worldwid
globally global websit aggreg footbal leagu club district singl gross earn copi video music report accord offici
"""
"""Stems as common in news and encyclopedias as those of `wordnet.COMMON` are in English."""
