/** What people here take for a password besides what the whole world does: the program's, the town's and the year's words. */
export const GUESSED_WORDS = `
samtlige jobcenter jobcentret jobcenteret kommune kommunen kommunal beskæftigelse virksomhed virksomheder borger borgere
konsulent sagsbehandler administrator arbejde arbejdsmarked rådhus rådhuset forvaltning afdeling kontor
adgangskode adgang kodeord kode hemmelig hemmelighed velkommen password passord login bruger test demo
januar februar marts april maj juni juli august september oktober november december
mandag tirsdag onsdag torsdag fredag lørdag søndag sommer sommeren vinter vinteren efterår efteråret forår foråret
sommerferie juleferie påske jul julen ferie weekend fødselsdag
danmark dansk danske københavn aarhus århus odense aalborg ålborg esbjerg randers kolding horsens vejle roskilde helsingør
silkeborg næstved fredericia viborg køge holstebro taastrup slagelse hillerød sønderborg svendborg albertslund bornholm
sjælland fyn jylland brøndby fck fcmidtjylland agf ob aab liverpool arsenal
skat elsker kærlighed familie familien mor far mormor bedstefar søster bror hund hunden kat katten kanin hest solskin
kaffe chokolade jordbær rødgrød smørrebrød lagkage hygge fodbold håndbold cykel
anders anne anna bent birgitte bo camilla charlotte christian dorte emil emma erik eva flemming freja frederik hanne hans helle
henrik ida inge jan jens jesper jette johanne jørgen karen karin kasper kim kirsten klaus lars laura line lise lone louise lotte
mads maja marianne maria martin mathias mette michael mikkel morten niels nikolaj oliver ole oscar per peter pia rasmus sara
signe simon sofie sofia stine susanne søren thomas tina tobias ulla victor william
jensen nielsen hansen pedersen andersen christensen larsen sørensen rasmussen jørgensen petersen madsen kristensen olsen
`
  .trim()
  .split(/\s+/);
