package discover

import "fmt"

const autoconfigDraft = "draft-ietf-mailmaint-autoconfig-06"

// configRows judges the domain's own autoconfig, and tells what the ISPDB has.
func (s *survey) configRows() []Row {
	var rows []Row
	own := false
	for i := range s.configs {
		a := &s.configs[i]
		row := Row{Topic: "Autoconfig", Asked: a.url, Came: shown(a.reply.words), Verdict: configVerdict(a), Source: autoconfigDraft + ", section “Mail provider”"}
		switch {
		case a.kind == fromISPDB:
			row.Topic = "Thunderbird's database"
			row.Source = autoconfigDraft + ", section “Central database”"
			if row.Verdict == Missing {
				row.Do = "Nothing, as long as the domain has its own settings."
			}
		case row.Verdict == Missing && own:
			row.Topic, row.Verdict, row.Came = "Autoconfig, second address", OK, "not there, and not needed beside the first"
		case row.Verdict == Missing:
			row.Do = "Serve the settings there, over https; what comes without TLS is not trusted."
		case row.Verdict == Wrong:
			row.Do = "Serve an XML document with clientConfig there, over https with a certificate for the name."
		case a.moved:
			row.Do = "Serve the settings at the domain's own host (a CNAME and a certificate for the name): not every program follows to another site."
		}
		own = own || a.config != nil && a.kind == fromAutoconfig
		rows = append(rows, row)
		if a.config != nil && a.kind == fromAutoconfig {
			rows = append(rows, a.contentRows()...)
		}
	}
	return rows
}

func configVerdict(a *configAnswer) Verdict {
	if a.config != nil && len(a.config.servers) == 0 {
		return Wrong
	}
	return verdictOf(a.reply)
}

// contentRows judges what stands in a document.
func (a *configAnswer) contentRows() []Row {
	var rows []Row
	c := a.config
	if c.plain > 0 {
		rows = append(rows, Row{
			Topic: "Autoconfig, TLS", Asked: a.url, Came: fmt.Sprintf("%d servers with socketType plain", c.plain), Verdict: Wrong,
			Do: "Offer these servers with TLS (socketType SSL), and take the plain ones out.", Source: "RFC 8314 section 3",
		})
	}
	row := Row{Topic: "Autoconfig, OAuth2", Asked: a.url, Source: autoconfigDraft + ", sections “oAuth2” and “OAuth2 requirements”"}
	oauth := false
	for _, server := range c.servers {
		oauth = oauth || server.oauth
	}
	issuer := c.oauth.issuer
	err := checkIssuer(issuer)
	switch {
	case !oauth && issuer == "":
		row.Verdict, row.Came = Missing, "no server offers OAuth2"
		row.Do = "Where the server knows OAuth, add <authentication>OAuth2</authentication> and an oAuth2 element with the issuer."
	case issuer == "":
		row.Verdict, row.Came = Missing, "servers offer OAuth2, and no oAuth2 element names the issuer"
		row.Do = "Add an oAuth2 element with the issuer, as an https address."
	case err != nil:
		row.Verdict, row.Came = Wrong, fmt.Sprintf("the issuer %s %s", issuer, err)
		row.Do = "Write the issuer as the full https address that stands in its metadata (RFC 8414 section 2)."
	case !oauth:
		row.Verdict, row.Came = Contradiction, "an issuer is named, and no server offers OAuth2"
		row.Do = "Add <authentication>OAuth2</authentication> to the servers that take tokens."
	default:
		row.Verdict, row.Came = OK, "the issuer "+issuer
	}
	return append(rows, row)
}
