package sandbox

import (
	"mime"
	netmail "net/mail"
	"strings"
)

// envelopeOf gives a message's envelope structure (RFC 3501 section 7.4.2).
func envelopeOf(raw string) string {
	head, _ := splitMail(raw)
	values := make(map[string]string)
	for _, field := range headerFields(head) {
		name := strings.ToLower(field.name)
		if _, twice := values[name]; twice {
			continue
		}
		_, value, _ := strings.Cut(field.raw, ":")
		values[name] = strings.TrimSpace(strings.ReplaceAll(value, "\r\n", ""))
	}
	from := addressList(values["from"])
	orFrom := func(name string) string {
		if list := addressList(values[name]); list != "NIL" {
			return list
		}
		return from
	}
	return "(" + strings.Join([]string{
		imapNString(values["date"]), imapNString(values["subject"]),
		from, orFrom("sender"), orFrom("reply-to"),
		addressList(values["to"]), addressList(values["cc"]), addressList(values["bcc"]),
		imapNString(values["in-reply-to"]), imapNString(values["message-id"]),
	}, " ") + ")"
}

// addressList gives a list of address structures, with encoded names.
func addressList(text string) string {
	if text == "" {
		return "NIL"
	}
	list, err := netmail.ParseAddressList(text)
	if err != nil || len(list) == 0 {
		return "NIL"
	}
	var out strings.Builder
	for _, address := range list {
		at := strings.LastIndexByte(address.Address, '@')
		local, domain := address.Address[:max(at, 0)], address.Address[at+1:]
		name := mime.QEncoding.Encode("utf-8", address.Name)
		out.WriteString("(" + imapNString(name) + " NIL " + imapString(local) + " " + imapString(domain) + ")")
	}
	return "(" + out.String() + ")"
}
