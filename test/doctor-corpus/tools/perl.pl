use strict; use warnings; use JSON::PP; use Encode;
local $/; my $job = JSON::PP->new->utf8->decode(<STDIN>); my %out;
my %json = ('canonical' => sub { JSON::PP->new->canonical->encode(JSON::PP->new->decode($_[0])) },
  'ascii canonical' => sub { JSON::PP->new->canonical->ascii->encode(JSON::PP->new->decode($_[0])) },
  'pretty canonical' => sub { JSON::PP->new->canonical->pretty->encode(JSON::PP->new->decode($_[0])) });
my %text = ('chomp' => sub { my $t = shift; chomp $t; $t }, 'crlf' => sub { my $t = shift; $t =~ s/\r?\n/\r\n/g; $t },
  'uri escape' => sub { my $t = encode('UTF-8', shift); $t =~ s/([^A-Za-z0-9\-\._~])/sprintf('%%%02X', ord($1))/ge; $t });
for my $n (keys %{$job->{json}}) { for my $m (keys %json) { my $r = eval { $json{$m}->($job->{json}{$n}) }; $out{"perl $m"}{$n} = $r if defined $r } }
for my $n (keys %{$job->{text}}) { for my $m (keys %text) { my $r = eval { $text{$m}->($job->{text}{$n}) }; $out{"perl $m"}{$n} = $r if defined $r } }
print JSON::PP->new->utf8->canonical->encode(\%out);
