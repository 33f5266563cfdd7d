# SPDX-License-Identifier: GPL-3.0-or-later
"""The shipped nginx configuration, made ready for a test."""

import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
NGINX = shutil.which('nginx', path='/usr/sbin:/usr/bin')
OPENSSL = shutil.which('openssl')
NAME = 'houbu.example.org'
KEY = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes')
FRAME = '''
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/houbu.conf;
}}
'''


def make_certificate(folder, subject, *options, name='own'):
    """A key and a certificate in `folder`, signed by itself unless the options say otherwise."""
    subprocess.run([OPENSSL, 'req', '-x509', *KEY, '-days', '2', '-subj', subject, '-utf8',
                    '-keyout', folder / f'{name}.key', '-out', folder / f'{name}.crt', *options],
                   check=True, capture_output=True)


def start_nginx(folder, upstream, listen, name=NAME):
    """nginx with the shipped file in front of houbud; `own.crt` and `own.key` are in `folder`."""
    text = (ROOT / 'data/nginx/houbu.conf').read_text(encoding='utf-8')
    # Only what an installation sets too: socket, certificate, log, address, name.
    for old, new in (('unix:/run/houbud/houbud.sock', upstream),
                     ('/etc/nginx/houbu.crt', f'{folder}/own.crt'),
                     ('/etc/nginx/houbu.key', f'{folder}/own.key'),
                     ('/var/log/nginx/houbu.log', f'{folder}/access.log'),
                     ('listen 443 ssl http2;', f'listen {listen} ssl http2;'),
                     ('    listen [::]:443 ssl http2;\n', ''),
                     (f'server_name {NAME};', f'server_name {name};')):
        assert old in text, old
        text = text.replace(old, new)
    (folder / 'houbu.conf').write_text(text, encoding='utf-8')
    (folder / 'nginx.conf').write_text(FRAME.format(folder=folder), encoding='utf-8')
    with open(folder / 'stderr', 'wb') as errors:
        return subprocess.Popen([NGINX, '-p', str(folder), '-c', folder / 'nginx.conf'],
                                stderr=errors)
