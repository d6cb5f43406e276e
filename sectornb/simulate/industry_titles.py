"""Titles above the six-digit industries.

A code of three to five digits that is not listed has one child and shares its title.
"""

from __future__ import annotations

GROUP_TITLES = """
111 Crop production
1113 Fruit and tree nut farming
11133 Noncitrus fruit and tree nut farming
1114 Greenhouse and nursery production
11142 Nursery and floriculture production
112 Animal production and aquaculture
1121 Cattle ranching and farming
11211 Beef cattle ranching, farming, and feedlots
113 Forestry and logging
115 Agriculture and forestry support activities
11511 Support activities for crop production
2111 Oil and gas extraction
212 Mining, except oil and gas
2123 Nonmetallic mineral mining and quarrying
21231 Stone mining and quarrying
21232 Sand, gravel, clay, and refractory mining
21311 Support activities for mining
221 Utilities
2211 Power generation and supply
22111 Electric power generation
22112 Electric power transmission and distribution
2213 Water, sewage and other systems
236 Construction of buildings
23611 Residential building construction
2362 Nonresidential building construction
237 Heavy and civil engineering construction
2371 Utility system construction
238 Specialty trade contractors
2382 Building equipment contractors
23821 Electrical and wiring contractors
23822 Plumbing and HVAC contractors
2383 Building finishing contractors
23831 Drywall and insulation contractors
311 Food manufacturing
31161 Animal slaughtering and processing
3118 Bakeries and tortilla manufacturing
31181 Bread and bakery product manufacturing
312 Beverage and tobacco product manufacturing
3121 Beverage manufacturing
31211 Soft drink and ice manufacturing
321 Wood product manufacturing
32111 Sawmills and wood preservation
3219 Other wood product manufacturing
32191 Millwork
32199 All other wood product manufacturing
322 Paper manufacturing
3221 Pulp, paper, and paperboard mills
32212 Paper mills
3222 Converted paper product manufacturing
32221 Paperboard container manufacturing
3231 Printing and related support activities
32311 Printing
325 Chemical manufacturing
3251 Basic chemical manufacturing
32519 Other basic organic chemical manufacturing
32541 Pharmaceutical and medicine manufacturing
326 Plastics and rubber products manufacturing
3261 Plastics product manufacturing
32619 Other plastics product manufacturing
3262 Rubber product manufacturing
32621 Tire manufacturing
327 Nonmetallic mineral product manufacturing
3273 Cement and concrete product manufacturing
331 Primary metal manufacturing
3315 Foundries
33151 Ferrous metal foundries
332 Fabricated metal product manufacturing
3323 Architectural and structural metals mfg.
33231 Plate work and fabricated structural products
33232 Ornamental and architectural metal products
3327 Machine shops and threaded product mfg.
333 Machinery manufacturing
3331 Ag., construction, and mining machinery mfg.
33311 Agricultural implement manufacturing
3339 Other general purpose machinery manufacturing
33392 Material handling equipment manufacturing
33399 All other general purpose machinery mfg.
334 Computer and electronic product manufacturing
33441 Semiconductor and electronic component mfg.
33451 Electronic instrument manufacturing
335 Electrical equipment and appliance mfg.
33531 Electrical equipment manufacturing
3359 Other electrical equipment and component mfg.
33593 Wiring device manufacturing
336 Transportation equipment manufacturing
3363 Motor vehicle parts manufacturing
33641 Aerospace product and parts manufacturing
337 Furniture and related product manufacturing
3371 Household and institutional furniture mfg.
33712 Other household and institutional furniture
33721 Office furniture and fixtures manufacturing
339 Miscellaneous manufacturing
33911 Medical equipment and supplies manufacturing
3399 Other miscellaneous manufacturing
423 Merchant wholesalers, durable goods
4234 Commercial equip. merchant wholesalers
4238 Machinery and supply merchant wholesalers
424 Merchant wholesalers, nondurable goods
4244 Grocery and related product wholesalers
4249 Misc. nondurable goods merchant wholesalers
4251 Electronic markets and agents and brokers
441 Motor vehicle and parts dealers
4411 Automobile dealers
4413 Auto parts, accessories, and tire stores
442 Furniture and home furnishings stores
4422 Home furnishings stores
44229 Other home furnishings stores
44314 Electronics and appliance stores
444 Building material and garden supply stores
4441 Building material and supplies dealers
445 Food and beverage stores
4451 Grocery stores
4461 Health and personal care stores
4471 Gasoline stations
448 Clothing and clothing accessories stores
4481 Clothing stores
449 Furniture and home furnishings, electronics, and appliance retailers
4491 Furniture and home furnishings retailers
44912 Home furnishings retailers
451 Sports, hobby, music instrument, book stores
4511 Sporting goods and musical instrument stores
452 General merchandise stores
45231 General merchandise stores, including warehouse clubs and supercenters
453 Miscellaneous store retailers
4532 Office supplies, stationery, and gift stores
4539 Other miscellaneous store retailers
45399 All other miscellaneous store retailers
454 Nonstore retailers
4543 Direct selling establishments
455 General merchandise retailers
45521 Warehouse clubs, supercenters, and other general merchandise retailers
4561 Health and personal care retailers
457 Gasoline stations and fuel dealers
4571 Gasoline stations
458 Clothing, clothing accessories, shoe, and jewelry retailers
459 Sporting goods, hobby, and miscellaneous retailers
4591 Sporting goods, hobby, and musical instrument retailers
4594 Office supplies, stationery, and gift retailers
4599 Other miscellaneous retailers
481 Air transportation
48111 Scheduled air transportation
484 Truck transportation
4841 General freight trucking
48412 General freight trucking, long-distance
4842 Specialized freight trucking
485 Transit and ground passenger transportation
48599 Other ground passenger transportation
488 Support activities for transportation
4881 Support activities for air transportation
492 Couriers and messengers
4931 Warehousing and storage
511 Publishing industries, except Internet
5111 Newspaper, book, and directory publishers
513 Publishing industries
5131 Newspaper, periodical, and book publishers
515 Broadcasting, except Internet
5151 Radio and television broadcasting
51511 Radio broadcasting
516 Broadcasting and content providers
5161 Radio and television broadcasting stations
51611 Radio broadcasting stations
517 Telecommunications
51711 Wired and wireless telecommunications carriers
51731 Wired and wireless telecommunications carriers
519 Other information services
5191 Other information services
5192 Web search portals, libraries, and other information services
522 Credit intermediation and related activities
5221 Depository credit intermediation
5222 Nondepository credit intermediation
52229 Other nondepository credit intermediation
523 Securities, commodity contracts, investments
5231 Securities and commodity contracts brokerage
5239 Other financial investment activities
524 Insurance carriers and related activities
5241 Insurance carriers
52411 Direct life and health insurance carriers
52412 Direct insurers, except life and health
5242 Insurance agencies and brokerages
52429 Other insurance related activities
531 Real estate
5311 Lessors of real estate
5313 Activities related to real estate
53131 Real estate property managers
532 Rental and leasing services
5321 Automotive equipment rental and leasing
53211 Passenger car rental and leasing
5324 Machinery and equipment rental and leasing
53241 Heavy machinery rental and leasing
541 Professional and technical services
5413 Architectural and engineering services
54151 Computer systems design and related services
5416 Management and technical consulting services
54161 Management consulting services
55111 Management of companies and enterprises
561 Administrative and support services
5613 Employment services
5617 Services to buildings and dwellings
562 Waste management and remediation services
56211 Waste collection
5629 Remediation and other waste services
611 Educational services
6116 Other schools and instruction
61169 All other schools and instruction
621 Ambulatory health care services
62111 Offices of physicians
622 Hospitals
623 Nursing and residential care facilities
6232 Residential mental health facilities
62331 Continuing care, assisted living facilities
624 Social assistance
6241 Individual and family services
711 Performing arts and spectator sports
71121 Spectator sports
7113 Promoters of performing arts and sports
7121 Museums, historical sites, zoos, and parks
713 Amusements, gambling, and recreation
7139 Other amusement and recreation industries
721 Accommodation
7211 Traveler accommodation
722 Food services and drinking places
72251 Restaurants and other eating places
811 Repair and maintenance
8111 Automotive repair and maintenance
81111 Automotive mechanical and electrical repair
81112 Automotive body, interior, and glass repair
812 Personal and laundry services
8121 Personal care services
81211 Hair, nail, and skin care services
8123 Drycleaning and laundry services
81233 Linen and uniform supply
8129 Other personal services
813 Membership associations and organizations
8139 Professional and similar organizations
9211 Executive, legislative and general government
9221 Justice, public order, and safety activities
9231 Administration of human resource programs
9241 Administration of environmental programs
9261 Administration of economic programs
9281 National security and international affairs
"""
