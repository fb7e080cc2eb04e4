filedesc://x 0.0.0.0 20000101000000 text/plain 4
1 0

http://a.example/ 0.0.0.0 20000101000000 text/html 60
HTTP/1.0 200 OK
Content-Type: text/html

<html><p>One</p>
