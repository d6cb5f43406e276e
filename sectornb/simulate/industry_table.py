"""The industries of the simulated economy: one activity per entry, and its six-digit titles.

Codes are real NAICS codes of 2017 and 2022, with the agency's own residential and
nonresidential splits of 238.  Sizes and pay follow the national private and government
pattern of early 2019, rounded; they set proportions only.
"""

from __future__ import annotations

# Code of 2017, code of 2022, owner, national jobs in thousands, jobs per establishment,
# annual pay in dollars.  One code of 2017 on several lines was dissolved in 2022.
ACTIVITIES = """
111331 111331 5 116 14.9 22900; 111421 111421 5 362 15.7 29400; 112111 112111 5 69 4.1 34100
112120 112120 5 192 14.9 34600; 113310 113310 5 52 5.8 43500; 115115 115115 5 330 51.9 24400
211120 211120 5 143 21.6 253700; 212312 212312 5 82 18.5 58000; 212321 212321 5 107 11.4 58600
213112 213112 5 351 18.2 91200; 221112 221112 5 113 47.8 145700
221122 221122 5 288 39.2 129600; 221210 221210 5 148 36.9 131200
236115 236115 5 415 4.2 59300; 236118 236118 5 424 3.6 44100; 236220 236220 5 773 13.0 75900
237110 237110 5 266 14.6 59600; 237130 237130 5 297 21.1 76400; 237310 237310 5 432 25.8 62300
238212 238212 5 1458 17.7 66700; 238221 238221 5 1241 6.9 47200
238222 238222 5 1263 19.4 67000; 238311 238311 5 255 7.8 42900; 238312 238312 5 324 22.9 60700
311615 311615 5 837 328.7 34400; 311811 311811 5 302 11.2 22300
311812 311812 5 473 34.6 43700; 312111 312111 5 274 79.3 59300; 321113 321113 5 148 26.3 46900
321911 321911 5 94 45.3 48100; 321918 321918 5 66 20.5 41100; 321991 321991 5 51 90.6 40500
321999 321999 5 45 11.4 43600; 322121 322120 5 129 130.0 84200; 322211 322211 5 236 61.9 66600
323111 323111 5 425 16.0 52100; 325199 325199 5 136 45.6 106100
325412 325412 5 710 70.3 174600; 326199 326199 5 630 52.2 49800
326211 326211 5 103 339.6 67300; 327320 327320 5 256 17.3 53200
327390 327390 5 155 26.4 51800; 331110 331110 5 272 97.0 93200; 331511 331511 5 118 95.0 63600
332312 332312 5 278 26.9 56700; 332322 332322 5 344 25.9 50400; 332710 332710 5 865 14.4 51600
333111 333111 5 331 42.7 59700; 333120 333120 5 396 76.3 92200; 333922 333922 5 185 38.6 66000
333999 333999 5 218 26.2 66900; 334413 334413 5 623 101.7 187600
334511 334511 5 446 127.9 127800; 335314 335314 5 231 45.8 81900
335931 335931 5 172 61.7 64500; 336390 336390 5 694 91.7 54100
336411 336411 5 1043 304.6 134100; 337110 337110 5 209 14.6 40200
337121 337121 5 103 70.3 37500; 337215 337215 5 76 30.7 47400; 339112 339112 5 411 54.1 97500
339999 339999 5 201 11.4 55400; 423430 423430 5 872 15.9 139400
423450 423450 5 998 9.3 114400; 423830 423830 5 1306 9.7 79700; 424410 424410 5 894 37.2 59400
424490 424490 5 832 12.9 65500; 424910 424910 5 419 9.4 63600; 425120 425120 5 527 3.4 103000
441110 441110 5 1343 55.8 55900; 441310 441330 5 447 10.1 31100; 441320 441340 5 219 9.1 40700
442110 449110 5 227 10.0 41700; 442210 449121 5 73 7.4 49400; 442299 449129 5 170 13.0 22200
443142 449210 5 476 11.0 50700; 444110 444110 5 1294 77.0 28000
445110 445110 5 3038 43.3 25000; 446110 456110 5 1040 10.9 42900
447110 457110 5 925 8.6 21200; 448140 458110 5 1279 18.7 19500; 451110 459110 5 537 11.7 23200
452210 455110 5 1252 83.8 22600; 452311 455211 5 1703 237.7 28400
453210 459410 5 156 13.1 36000; 453220 459420 5 217 6.9 19700; 453910 459910 5 199 12.5 24100
453998 459999 5 244 5.6 34300; 454110 449110 5 50 12.4 81200; 454110 449210 5 66 12.4 81200
454110 455110 5 91 12.4 81200; 454110 456110 5 42 12.4 81200; 454110 458110 5 91 12.4 81200
454110 459110 5 75 12.4 81200; 454310 457210 5 81 9.6 55700; 454390 459999 5 65 5.2 51900
481111 481111 5 499 240.7 100800; 484121 484121 5 888 12.2 49000
484220 484220 5 381 7.6 50100; 484230 484230 5 235 11.9 60800; 485410 485410 5 369 50.3 25100
485991 485991 5 131 21.8 30000; 488190 488190 5 250 21.6 65900; 488510 488510 5 488 12.2 64300
492110 492110 5 756 62.4 47000; 493110 493110 5 1168 76.8 40400
511110 513110 5 174 19.3 59500; 511210 513210 5 575 13.7 172100; 515112 516110 5 87 15.9 57200
515120 516120 5 181 46.4 116500; 517311 517111 5 724 27.7 106600
518210 518210 5 336 13.4 134700; 519130 516210 5 178 15.8 251600
519130 519290 5 146 15.8 251600; 522110 522110 5 2295 17.0 116100
522292 522292 5 337 13.7 105700; 523110 523150 5 166 20.2 445900
523120 523150 5 311 10.9 345600; 523920 523940 5 240 9.6 398400
523930 523940 5 220 4.7 221200; 524113 524113 5 266 45.2 156000
524114 524114 5 430 84.8 110200; 524126 524126 5 519 40.7 118000
524210 524210 5 929 5.8 91100; 524292 524292 5 230 28.7 84200; 531110 531110 5 520 5.8 48100
531210 531210 5 468 2.6 73700; 531311 531311 5 665 7.5 47400; 532111 532111 5 239 12.6 39000
532120 532120 5 170 14.0 54400; 532412 532412 5 154 13.0 77800
541330 541330 5 2604 12.9 94500; 541511 541511 5 2504 7.6 131000
541512 541512 5 2667 7.7 115100; 541611 541611 5 1690 5.8 112400
551114 551114 5 2397 39.9 147100; 561320 561320 5 5288 36.0 33100
561720 561720 5 2015 14.8 23000; 561730 561730 5 1271 6.3 32300
562111 562111 5 283 17.4 54200; 562910 562910 5 156 13.2 61600
611110 611110 5 1053 47.0 39900; 611310 611310 5 1575 133.7 61500
611620 611620 5 168 8.1 17200; 611691 611691 5 120 10.4 21200; 611699 611699 5 91 7.7 27400
621111 621111 5 4811 12.7 83300; 621610 621610 5 2797 40.0 30700
622110 622110 5 5109 630.6 62900; 622210 622210 5 511 98.1 45800
623110 623110 5 1674 88.1 33800; 623210 623210 5 429 18.6 27800
623220 623220 5 248 28.1 35600; 623311 623311 5 529 69.4 29800; 623312 623312 5 472 22.8 26200
624120 624120 5 2679 2.4 18500; 624410 624410 5 1296 12.7 22100
711211 711211 5 216 36.7 190900; 711310 711310 5 277 32.4 33200
712110 712110 5 162 21.5 37600; 713940 713940 5 1608 16.6 16500
721110 721110 5 1996 28.6 31100; 722511 722511 5 6486 21.9 21100
722513 722513 5 5324 18.0 15700; 811111 811111 5 788 4.4 40600; 811121 811121 5 547 7.1 49200
812112 812112 5 834 5.7 24600; 812332 812332 5 130 48.1 45400; 812910 812910 5 259 6.7 21100
812930 812930 5 283 17.8 25100; 813410 813410 5 1050 14.9 20100; 813910 813910 5 323 6.0 87700
999999 999999 5 119 1.6 50000; 491110 491110 1 605 20.8 56500; 928110 928110 1 537 279.8 82000
622110 622110 1 348 929.2 77800; 922120 922120 1 141 80.8 102800
926120 926120 1 109 81.1 86300; 921130 921130 1 94 171.4 79000; 924120 924120 1 71 13.9 74700
923130 923130 1 70 46.0 80800; 611310 611310 2 1723 293.4 64500
922140 922140 2 396 99.6 54400; 923130 923130 2 213 39.6 54700; 926120 926120 2 181 46.4 61100
923120 923120 2 133 39.1 56100; 922110 922110 2 100 25.3 60900; 921130 921130 2 101 40.5 65400
623210 623210 2 77 78.5 47700; 622110 622110 2 236 2207.4 65500
611110 611110 3 7673 120.4 46300; 921140 921140 3 1711 80.5 51400
622110 622110 3 676 506.6 61400; 922120 922120 3 430 123.4 72500
921190 921190 3 293 65.5 51800; 921120 921120 3 264 91.3 55500; 922160 922160 3 207 38.7 74500
923130 923130 3 112 211.0 61400; 221310 221310 3 109 22.1 62300; 713940 713940 3 48 39.8 20500
519120 519210 3 150 15.0 31200; 611210 611210 3 454 335.1 41100
"""

# Six-digit codes of both editions.
DETAIL_TITLES = """
111331 Apple orchards
111421 Nursery and tree production
112111 Beef cattle ranching and farming
112120 Dairy cattle and milk production
113310 Logging
115115 Farm labor contractors and crew leaders
211120 Crude petroleum extraction
212312 Crushed and broken limestone mining
212321 Construction sand and gravel mining
213112 Support activities for oil and gas operations
221112 Fossil fuel electric power generation
221122 Electric power distribution
221210 Natural gas distribution
221310 Water supply and irrigation systems
236115 New single-family general contractors
236118 Residential remodelers
236220 Commercial building construction
237110 Water and sewer system construction
237130 Power and communication system construction
237310 Highway, street, and bridge construction
238212 Nonresidential electrical contractors
238221 Residential plumbing and HVAC contractors
238222 Nonresidential plumbing and HVAC contractors
238311 Residential drywall contractors
238312 Nonresidential drywall contractors
311615 Poultry processing
311811 Retail bakeries
311812 Commercial bakeries
312111 Soft drink manufacturing
321113 Sawmills
321911 Wood window and door manufacturing
321918 Other millwork, including flooring
321991 Manufactured home, mobile home, manufacturing
321999 Miscellaneous wood product manufacturing
322120 Paper mills
322121 Paper, except newsprint, mills
322211 Corrugated and solid fiber box manufacturing
323111 Commercial printing, except screen and books
325199 All other basic organic chemical mfg.
325412 Pharmaceutical preparation manufacturing
326199 All other plastics product manufacturing
326211 Tire manufacturing, except retreading
327320 Ready-mix concrete manufacturing
327390 Other concrete product manufacturing
331110 Iron and steel mills and ferroalloy mfg.
331511 Iron foundries
332312 Fabricated structural metal manufacturing
332322 Sheet metal work manufacturing
332710 Machine shops
333111 Farm machinery and equipment manufacturing
333120 Construction machinery manufacturing
333922 Conveyor and conveying equipment mfg.
333999 Miscellaneous general purpose machinery mfg.
334413 Semiconductors and related device mfg.
334511 Search, detection, and navigation instruments
335314 Relay and industrial control manufacturing
335931 Current-carrying wiring device manufacturing
336390 Other motor vehicle parts manufacturing
336411 Aircraft manufacturing
337110 Wood kitchen cabinet and countertop mfg.
337121 Upholstered household furniture manufacturing
337215 Showcases, partitions, shelving, and lockers
339112 Surgical and medical instrument manufacturing
339999 All other miscellaneous manufacturing
423430 Computer and software merchant wholesalers
423450 Medical equipment merchant wholesalers
423830 Industrial machinery merchant wholesalers
424410 General line grocery merchant wholesalers
424490 Other grocery product merchant wholesalers
424910 Farm supplies merchant wholesalers
425120 Wholesale trade agents and brokers
441110 New car dealers
441310 Automotive parts and accessories stores
441320 Tire dealers
441330 Automotive parts and accessories retailers
441340 Tire dealers
442110 Furniture stores
442210 Floor covering stores
442299 All other home furnishings stores
443142 Electronics stores
444110 Home centers
445110 Supermarkets and other grocery stores
446110 Pharmacies and drug stores
447110 Gasoline stations with convenience stores
448140 Family clothing stores
449110 Furniture retailers
449121 Floor covering retailers
449129 All other home furnishings retailers
449210 Electronics and appliance retailers
451110 Sporting goods stores
452210 Department stores
452311 Warehouse clubs and supercenters
453210 Office supplies and stationery stores
453220 Gift, novelty, and souvenir stores
453910 Pet and pet supplies stores
453998 Store retailers not specified elsewhere
454110 Electronic shopping and mail-order houses
454310 Fuel dealers
454390 Other direct selling establishments
455110 Department stores
455211 Warehouse clubs and supercenters
456110 Pharmacies and drug retailers
457110 Gasoline stations with convenience stores
457210 Fuel dealers
458110 Clothing and clothing accessories retailers
459110 Sporting goods retailers
459410 Office supplies and stationery retailers
459420 Gift, novelty, and souvenir retailers
459910 Pet and pet supplies retailers
459999 All other miscellaneous retailers
481111 Scheduled passenger air transportation
484121 General freight trucking, long-distance TL
484220 Other specialized trucking, local
484230 Other specialized trucking, long-distance
485410 School and employee bus transportation
485991 Special needs transportation
488190 Other support activities for air transport
488510 Freight transportation arrangement
491110 Postal service
492110 Couriers and express delivery services
493110 General warehousing and storage
511110 Newspaper publishers
511210 Software publishers
513110 Newspaper publishers
513210 Software publishers
515112 Radio stations
515120 Television broadcasting
516110 Radio broadcasting stations
516120 Television broadcasting stations
516210 Media streaming, social networks, and other content providers
517111 Wired telecommunications carriers
517311 Wired telecommunications carriers
518210 Data processing, hosting and related services
519120 Libraries and archives
519130 Internet publishing and web search portals
519210 Libraries and archives
519290 Web search portals and other information services
522110 Commercial banking
522292 Real estate credit
523110 Investment banking and securities dealing
523120 Securities brokerage
523150 Investment banking and securities intermediation
523920 Portfolio management
523930 Investment advice
523940 Portfolio management and investment advice
524113 Direct life insurance carriers
524114 Direct health and medical insurance carriers
524126 Direct property and casualty insurers
524210 Insurance agencies and brokerages
524292 Third party administration of insurance funds
531110 Lessors of residential buildings
531210 Offices of real estate agents and brokers
531311 Residential property managers
532111 Passenger car rental
532120 Truck, trailer, and RV rental and leasing
532412 Other heavy machinery rental and leasing
541330 Engineering services
541511 Custom computer programming services
541512 Computer systems design services
541611 Administrative management consulting services
551114 Managing offices
561320 Temporary help services
561720 Janitorial services
561730 Landscaping services
562111 Solid waste collection
562910 Remediation services
611110 Elementary and secondary schools
611210 Junior colleges
611310 Colleges and universities
611620 Sports and recreation instruction
611691 Exam preparation and tutoring
611699 Miscellaneous schools and instruction
621111 Offices of physicians, except mental health
621610 Home health care services
622110 General medical and surgical hospitals
622210 Psychiatric and substance abuse hospitals
623110 Nursing care facilities, skilled nursing
623210 Residential developmental disability homes
623220 Residential mental and substance abuse care
623311 Continuing care retirement communities
623312 Assisted living facilities for the elderly
624120 Services for the elderly and disabled
624410 Child day care services
711211 Sports teams and clubs
711310 Promoters with facilities
712110 Museums
713940 Fitness and recreational sports centers
721110 Hotels and motels, except casino hotels
722511 Full-service restaurants
722513 Limited-service restaurants
811111 General automotive repair
811121 Automotive body and interior repair
812112 Beauty salons
812332 Industrial launderers
812910 Pet care, except veterinary, services
812930 Parking lots and garages
813410 Civic and social organizations
813910 Business associations
921120 Legislative bodies
921130 Public finance activities
921140 Executive and legislative offices, combined
921190 Other general government support
922110 Courts
922120 Police protection
922140 Correctional institutions
922160 Fire protection
923120 Administration of public health programs
923130 Other human resource programs administration
924120 Administration of conservation programs
926120 Transportation program administration
928110 National security
999999 Unclassified
"""
