package diagnose

import "mailknock/mail/wire"

// socketWords are the network's faults in the words of the usual systems and
// runtimes: errno names, Winsock numbers, and texts.
var socketWords = words(
	says("net.dns", 0.94, "enotfound|name oder dienst nicht bekannt|nom ou service inconnu|nombre o servicio desconocido|nome o servizio sconosciuto|eai again|getaddrinfo|name or service not known|no such host|unknown host|nodename nor servname|name resolution|could not resolve|couldnt resolve|cannot resolve|unable to resolve|unknownhostexception|host not found|nxdomain|11001|11004|remote name could not be resolved|servfail|dns lookup failed|name does not resolve|eai noname|no address associated|resolve host|cant resolve|failed to resolve|resolve hostname|dns error|lookup failed for host|name not resolved|dns resolution|dns_probe|gaierror|domain name not found|hostname could not be|host unknown|sockets no address|resolving host").
		but("emfile|successfully resolved|succeeded|resolved to"),
	says("net.refused", 0.92, "econnrefused|connection refused|actively refused|10061|connectionrefused|refused the connection|connection was refused|refused to connect|could not connect to server refused|connect refused|verbindungsaufbau abgelehnt|connexion refusée|conexión rehusada|conexión rechazada|connessione rifiutata|verbinding geweigerd|соединение отклонено|в соединении отказано|errno 111|errno 61").
		but("proxychains|localhost refused to connect"),
	says("net.timeout", 0.9, "etimedout|zeitüberschreitung|délai d attente|temps de connexion|tiempo de espera agotado|tempo scaduto|connection timed out|connect timed out|connection timeout|connect timeout|timed out|i o timeout|10060|errno 110|deadline exceeded|time out|timeout|no response within|did not properly respond|failed to respond|timeout exceeded|sockettimeoutexception|operation timed out|esockettimedout|read timeout|not respond within").
		but("timeout 0|waiting for the browser|browser|device code|timeout set|idle timeout|timeout ms|with timeout|autologout|set timeout|keepalive|device flow|waiting for authorization|user code|no timeout|timeouts 0|greeting never received|default timeout|authorization timed out|2 factor"),
	says("net.timeout", 0.85, "enetunreach|ehostunreach|network is unreachable|no route to host|network unreachable|host is unreachable|host unreachable|unreachable network|unreachable host|cannot assign requested address|eaddrnotavail|10051|10065|10049|10050|errno 101|errno 113|errno 99|requested address is not valid|enetdown|network is down|not reachable|address family not supported|eafnosupport"),
	says("net.reset", 0.9, "econnreset|connection reset|forcibly closed|10054|reset by peer|connection was reset|connectionreset|errno 104|errno 54|econnaborted|connection aborted|10053|software caused connection abort|established connection was aborted"),
	says("net.reset", 0.72, "broken pipe|epipe|unexpected eof|connection closed|socket closed|hang up|server closed|closed by|closed the connection|closed connection|connection lost|remote end closed|server terminated|connection dropped|connection terminated|lost connection|socket error eof|stream closed|eof |premature|connection unexpectedly closed|connection was closed|disconnected unexpectedly|server disconnected|unexpectedly closed|transport connection|eoferror|stable connection|abruptly|closed unexpectedly|connection to server lost|dropped connection|server has unexpectedly disconnected|unexpectedly disconnected|socket eof|connection is closed|connection has been closed").
		but("logging out|logout|throttled|after quit|quit|closed normally|idle|bye|closing connection|session invalidated|access token expired|try again later|gracefully|too many|eof <|<<eof|heredoc"),
	says("server.protocol_quirk", 0.72, "connection closed|eof |closed the connection|reset by peer|econnreset|unexpectedly disconnected|hang up|hung up|connection lost|connection dropped|closed by the", "xoauth2|oauthbearer|authenticate|during auth|after auth").when(notOAuth).but("quit|logout|session invalidated|throttled|auth failed|authentication failed|invalid credentials|authenticate failed|tls handshake|starttls"),
	says("net.proxy", 0.94, "proxy", "407|refused|denied|fail|error|forbidden|required|unreachable|cannot connect|could not connect|not allowed|reject|tunnel|unable|timeout|timed out|blocked").
		but("email oauth 2.0 proxy|oauth2 proxy|oauth proxy|email oauth2 proxy|imap proxy|reverse proxy|proxy auth backend|noproxy|no proxy|login proxy|proxypass|dovecot|proxying|proxyauth|trusted proxies|nginx|director|through email").when(func(s *scene) bool { return !s.any("email oauth 2.0 proxy") }),
	says("net.proxy", 0.95, "proxychains|socks4|socks5|socks server|socks proxy|tunneling socket|tunnel connection|http connect|proxy authentication|eproxy", "denied|fail|could not|error|refused|timeout|reject|unable|unreachable|required|status|closed|407"),
	says("net.timeout", 0.5, "could not connect|unable to connect|cannot connect|cant connect|failed to connect|connection failed|connection error|connect failed|couldnt connect|could not open socket|fsockopen|failed to establish a new connection|could not establish|cant open connection|connection could not be established|failed to open connection|econnection|esocket").
		but("database|ldap|mysql|backend|proxy|localhost|refused|resolve|tls|ssl|handshake|certificate|auth|sql|redis|postgres|dovecot auth").when(notOAuth),
	says("net.timeout", 0.42, "could not connect|unable to connect|cannot connect|failed to connect|host unreachable").on(wire.IMAP, wire.POP3, wire.SMTP).but("refused|resolve|auth|localhost|proxy|certificate"),
)

// portsBlocked is what lies behind a timeout at a mail port.
var portsBlocked = words(
	says("net.timeout", 0.8, "blocked|blocks|firewall|outbound|isp ", "port 25|port 465|port 587|port 993|smtp port|smtp traffic|outbound smtp|ports"),
)
